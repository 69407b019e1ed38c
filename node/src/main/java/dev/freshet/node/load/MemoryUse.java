package dev.freshet.node.load;

import com.sun.management.HotSpotDiagnosticMXBean;
import io.netty.buffer.PooledByteBufAllocator;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.util.List;

/// How much of the memory that the process was given is in use. Thread-safe.
public final class MemoryUse {
  private final PooledByteBufAllocator allocator;
  private final long maxDirectBytes;
  private final List<MemoryPoolMXBean> heap;

  /// @param allocator of all media
  public MemoryUse(PooledByteBufAllocator allocator) {
    this.allocator = allocator;
    this.maxDirectBytes = maxDirect();
    this.heap =
        ManagementFactory.getMemoryPoolMXBeans().stream()
            .filter(pool -> pool.getType() == MemoryType.HEAP)
            .toList();
  }

  /// Looks.
  ///
  /// @param unsentBytes what waits for viewers
  MemorySample sample(long unsentBytes) {
    return new MemorySample(
        allocator.pinnedDirectMemory(),
        maxDirectBytes,
        liveHeapBytes(),
        Runtime.getRuntime().maxMemory(),
        unsentBytes);
  }

  private long liveHeapBytes() {
    long live = 0;
    for (MemoryPoolMXBean pool : heap) {
      MemoryUsage afterCollection = pool.getCollectionUsage();
      live += afterCollection == null ? 0 : afterCollection.getUsed();
    }
    return live;
  }

  private static long maxDirect() {
    long flag =
        Long.parseLong(
            ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
                .getVMOption("MaxDirectMemorySize")
                .getValue());
    return flag > 0 ? flag : Runtime.getRuntime().maxMemory(); // 0: as much as heap
  }
}
