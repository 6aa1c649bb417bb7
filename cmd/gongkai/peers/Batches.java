import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Measures a library over many files in this virtual machine, which stays warm, with the names of the files on standard
 * input. Speaks as batch.mjs does.
 */
final class Batches {
  private static final int BATCHES = 5;
  private static final double BATCH_MS = 250;
  private static final long WARM_MS = 8000;
  private static final long ENOUGH_MS = 20000;

  /** One library: reads a document and returns how many cells of tables it has. */
  interface Reader {
    long read(Path file, byte[] bytes) throws Exception;
  }

  private record Document(Path file, byte[] bytes) {}

  private Batches() {}

  /** Milliseconds of CPU of all threads: the collector and the compiler count. */
  private static double passes(Reader reader, int n, List<Document> all) throws Exception {
    var system = (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    long before = system.getProcessCpuTime();
    for (int i = 0; i < n; i++) {
      for (Document d : all) {
        reader.read(d.file, d.bytes);
      }
    }
    return (system.getProcessCpuTime() - before) / 1e6 / n;
  }

  /** Does a task, try, time or cells; what the library itself prints is kept out of the answer. */
  static void run(String task, Reader reader) throws Exception {
    PrintStream out = System.out;
    System.setOut(System.err);
    List<Document> all = new ArrayList<>();
    for (String line : new String(System.in.readAllBytes(), StandardCharsets.UTF_8).split("\n")) {
      if (!line.isEmpty()) {
        all.add(new Document(Path.of(line), Files.readAllBytes(Path.of(line))));
      }
    }
    long cells = 0;
    if (!task.equals("time")) {
      for (Document d : all) {
        int taken = 1;
        try {
          cells += reader.read(d.file, d.bytes);
        } catch (Throwable t) {
          taken = 0;
        }
        if (task.equals("try")) {
          out.println(taken);
          out.flush();
        }
      }
      if (task.equals("cells")) {
        out.println(cells);
      }
      return;
    }
    double once = passes(reader, 1, all);
    for (long start = System.currentTimeMillis(); System.currentTimeMillis() - start < WARM_MS; ) {
      once = passes(reader, 1, all);
    }
    int n = Math.max(1, (int) Math.ceil(BATCH_MS / once));
    double best = Double.MAX_VALUE;
    long start = System.currentTimeMillis();
    for (int i = 0; i < BATCHES && (i < 2 || System.currentTimeMillis() - start < ENOUGH_MS); i++) {
      best = Math.min(best, passes(reader, n, all));
    }
    out.println(best / all.size());
  }
}
