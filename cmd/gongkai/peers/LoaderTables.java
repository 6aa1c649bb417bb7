import java.nio.file.Files;
import java.nio.file.Path;
import java.util.logging.LogManager;
import org.opendataloader.pdf.api.Config;
import org.opendataloader.pdf.api.OpenDataLoaderPDF;

/** Measures opendataloader-pdf over many PDF files. It has no other way than from file to file; the JSON counts as its output. */
public final class LoaderTables {
  public static void main(String[] args) throws Exception {
    LogManager.getLogManager().reset();
    Path out = Path.of(args[0]);
    Batches.run(args[1], (file, bytes) -> {
      Config config = new Config();
      config.setOutputFolder(out.toString());
      config.setGenerateJSON(true);
      config.setImageOutput("off");
      OpenDataLoaderPDF.processFile(file.toString(), config);
      Path made = out.resolve(file.getFileName().toString().replaceFirst("\\.[pP][dD][fF]$", ".json"));
      String json = Files.readString(made);
      Files.delete(made);
      return args[1].equals("cells") ? json.split("\"table cell\"", -1).length - 1 : 0;
    });
  }
}
