import java.io.ByteArrayInputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.poi.hwpf.HWPFDocument;
import org.apache.poi.hwpf.usermodel.Paragraph;
import org.apache.poi.hwpf.usermodel.Range;
import org.apache.poi.hwpf.usermodel.Table;
import org.apache.poi.hwpf.usermodel.TableRow;

/**
 * Measures Apache POI over many .doc files in this virtual machine, which stays warm:
 * java WordTables try|time, with the names of the files on standard input. Speaks as batch.mjs does.
 */
public final class WordTables {
  private static final int BATCHES = 5;
  private static final double BATCH_MS = 250;
  private static final long WARM_MS = 8000;
  private static final long ENOUGH_MS = 20000;

  /** Reads the text of all paragraphs and cells; returns its length so that nothing is left out. */
  private static long read(byte[] bytes) throws Exception {
    long length = 0;
    try (HWPFDocument doc = new HWPFDocument(new ByteArrayInputStream(bytes))) {
      Range all = doc.getRange();
      for (int i = 0; i < all.numParagraphs(); i++) {
        Paragraph p = all.getParagraph(i);
        if (!p.isInTable()) {
          length += p.text().length();
          continue;
        }
        Table t = all.getTable(p);
        for (int r = 0; r < t.numRows(); r++) {
          TableRow row = t.getRow(r);
          for (int c = 0; c < row.numCells(); c++) {
            length += row.getCell(c).text().length();
          }
        }
        i += Math.max(0, t.numParagraphs() - 1);
      }
    }
    return length;
  }

  /** Milliseconds of CPU of all threads: the collector and the compiler count. */
  private static double passes(int n, List<byte[]> all) throws Exception {
    var system = (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    long before = system.getProcessCpuTime();
    long seen = 0;
    for (int i = 0; i < n; i++) {
      for (byte[] b : all) {
        seen += read(b);
      }
    }
    if (seen < 0) {
      throw new IllegalStateException();
    }
    return (system.getProcessCpuTime() - before) / 1e6 / n;
  }

  public static void main(String[] args) throws Exception {
    List<String> files = new ArrayList<>();
    for (String line : new String(System.in.readAllBytes(), StandardCharsets.UTF_8).split("\n")) {
      if (!line.isEmpty()) {
        files.add(line);
      }
    }
    if (args[0].equals("try")) {
      for (String f : files) {
        int taken = 1;
        try {
          read(Files.readAllBytes(Path.of(f)));
        } catch (Throwable t) {
          taken = 0;
        }
        System.out.println(taken);
      }
      return;
    }
    List<byte[]> all = new ArrayList<>();
    for (String f : files) {
      all.add(Files.readAllBytes(Path.of(f)));
    }
    double once = passes(1, all);
    for (long start = System.currentTimeMillis(); System.currentTimeMillis() - start < WARM_MS; ) {
      once = passes(1, all);
    }
    int n = Math.max(1, (int) Math.ceil(BATCH_MS / once));
    double best = Double.MAX_VALUE;
    long start = System.currentTimeMillis();
    for (int i = 0; i < BATCHES && (i < 2 || System.currentTimeMillis() - start < ENOUGH_MS); i++) {
      best = Math.min(best, passes(n, all));
    }
    System.out.println(best / all.size());
  }
}
