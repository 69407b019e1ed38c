package dev.freshet.bench.measure;

import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.management.JMException;
import javax.management.MBeanServerConnection;
import javax.management.ObjectName;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

/// Asks a subject's virtual machine about its memory. Owned by its caller.
public final class JvmProbe implements AutoCloseable {
  private static final Pattern OTHER =
      Pattern.compile("Other \\(reserved=\\d+KB, committed=(\\d+)KB");

  private final JMXConnector connector;
  private final MBeanServerConnection beans;

  private JvmProbe(JMXConnector connector) throws IOException {
    this.connector = connector;
    beans = connector.getMBeanServerConnection();
  }

  /// Attaches to a process of the same user.
  @SuppressWarnings("BanJNDI") // the other side is a child of the bench
  public static JvmProbe attach(long pid) throws IOException {
    try {
      VirtualMachine machine = VirtualMachine.attach(String.valueOf(pid));
      String address = machine.startLocalManagementAgent();
      machine.detach();
      return new JvmProbe(JMXConnectorFactory.connect(new JMXServiceURL(address)));
    } catch (AttachNotSupportedException e) {
      throw new IOException(e);
    }
  }

  /// Bytes that all threads have allocated on the heap since the start.
  public long allocatedBytes() throws IOException {
    try {
      ObjectName threads = new ObjectName(ManagementFactory.THREAD_MXBEAN_NAME);
      return (long) beans.getAttribute(threads, "TotalThreadAllocatedBytes");
    } catch (JMException e) {
      throw new IOException(e);
    }
  }

  /// Bytes of the heap that are in use after a full collection, which this asks for.
  public long liveHeapBytes() throws IOException {
    command("gcRun");
    command("gcRun"); // what references to buffers kept alive the first time
    return ManagementFactory.newPlatformMXBeanProxy(
            beans, ManagementFactory.MEMORY_MXBEAN_NAME, MemoryMXBean.class)
        .getHeapMemoryUsage()
        .getUsed();
  }

  /// Bytes outside the heap that the program itself has allocated: direct buffers. Needs
  /// [dev.freshet.bench.subject.SubjectSettings#trackMemory].
  public long directBytes() throws IOException {
    Matcher matcher = OTHER.matcher(command("vmNativeMemory", "summary"));
    return matcher.find() ? Long.parseLong(matcher.group(1)) * 1024 : 0;
  }

  @Override
  public void close() throws IOException {
    connector.close();
  }

  /// Runs a diagnostic command, by the name of its bean operation.
  ///
  /// @return what it printed
  String command(String name, String... arguments) throws IOException {
    try {
      ObjectName commands = new ObjectName("com.sun.management:type=DiagnosticCommand");
      boolean bare = arguments.length == 0;
      Object answer =
          beans.invoke(
              commands,
              name,
              bare ? null : new Object[] {arguments},
              bare ? null : new String[] {String[].class.getName()});
      return String.valueOf(answer);
    } catch (JMException e) {
      throw new IOException(name, e);
    }
  }
}
