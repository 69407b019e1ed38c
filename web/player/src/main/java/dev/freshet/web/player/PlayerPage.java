package dev.freshet.web.player;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.zip.CRC32;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/// The watch page: its document, the same for each stream, and its assets. Immutable, from any
/// thread; read once from the class path and kept in memory, so that nothing that a client names is
/// ever looked up in a file system.
public final class PlayerPage {
  /// Where the document expects its assets.
  public static final String ASSET_PATH = "/assets/player/";

  private static final String BUILT = "/web/player/";
  private static final String WITHOUT_NODE = "/web/player-without-node/";
  private static final String INDEX = "index.html";
  private static final String LIST = "assets.list";

  private static final String REVALIDATE = "no-cache";
  private static final String FOR_EVER = "public, max-age=31536000, immutable";

  private final boolean builtWithNode;
  private final PageAsset index;
  private final Map<String, PageAsset> assets;

  private PlayerPage(boolean builtWithNode, PageAsset index, Map<String, PageAsset> assets) {
    this.builtWithNode = builtWithNode;
    this.index = index;
    this.assets = assets;
  }

  /// The page that was built in, or the small one that says that it was built without Node.js.
  public static PlayerPage load() {
    byte @Nullable [] list = read(BUILT + LIST);
    if (list == null) {
      return withoutNode();
    }
    Map<String, PageAsset> assets = new LinkedHashMap<>();
    for (String name : new String(list, StandardCharsets.UTF_8).lines().toList()) {
      assets.put(name, asset(BUILT, name, FOR_EVER));
    }
    return new PlayerPage(true, asset(BUILT, INDEX, REVALIDATE), assets);
  }

  static PlayerPage withoutNode() {
    return new PlayerPage(false, asset(WITHOUT_NODE, INDEX, REVALIDATE), Map.of());
  }

  /// Whether the page can play.
  public boolean builtWithNode() {
    return builtWithNode;
  }

  /// The document for `/APP/NAME`.
  public PageAsset index() {
    return index;
  }

  /// The asset of this name below [#ASSET_PATH]; null if there is none.
  public @Nullable PageAsset asset(String name) {
    return assets.get(name);
  }

  /// The names of all assets.
  public Set<String> assetNames() {
    return Set.copyOf(assets.keySet());
  }

  private static PageAsset asset(String folder, String name, String cacheControl) {
    byte @Nullable [] bytes = read(folder + name);
    if (bytes == null) {
      throw new IllegalStateException("class path: " + folder + name + " (expected: a file)");
    }
    return new PageAsset(
        name, contentType(name), etag(bytes), caching(name, cacheControl), bytes, gzip(bytes));
  }

  /// Only names that change with their content may be kept.
  private static String caching(String name, String cacheControl) {
    return name.matches(".+-[A-Za-z0-9_-]{8}\\.[a-z0-9]+") ? cacheControl : REVALIDATE;
  }

  private static String contentType(String name) {
    return switch (name.substring(name.lastIndexOf('.') + 1)) {
      case "html" -> "text/html; charset=utf-8";
      case "js" -> "text/javascript; charset=utf-8";
      case "css" -> "text/css; charset=utf-8";
      case "txt" -> "text/plain; charset=utf-8";
      case "svg" -> "image/svg+xml";
      default -> "application/octet-stream";
    };
  }

  /// Tells the versions of one file apart, which a checksum does, at no cost to a start.
  private static String etag(byte[] bytes) {
    CRC32 checksum = new CRC32();
    checksum.update(bytes);
    return "W/\"" + Long.toHexString(checksum.getValue()) + "-" + bytes.length + "\"";
  }

  private static byte[] gzip(byte[] bytes) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  private static byte @Nullable [] read(String resource) {
    try (InputStream in = PlayerPage.class.getResourceAsStream(resource)) {
      return in == null ? null : in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
