import java.io.ByteArrayInputStream;
import java.util.List;
import org.apache.pdfbox.pdmodel.PDDocument;
import technology.tabula.ObjectExtractor;
import technology.tabula.Page;
import technology.tabula.PageIterator;
import technology.tabula.RectangularTextContainer;
import technology.tabula.Table;
import technology.tabula.extractors.BasicExtractionAlgorithm;
import technology.tabula.extractors.SpreadsheetExtractionAlgorithm;

/** Measures tabula-java over many PDF files: its own choice between ruled and aligned tables, page by page. */
public final class PageTables {
  private static long length;

  private static long read(byte[] bytes) throws Exception {
    long cells = 0;
    try (PDDocument doc = PDDocument.load(new ByteArrayInputStream(bytes))) {
      for (PageIterator pages = new ObjectExtractor(doc).extract(); pages.hasNext(); ) {
        Page page = pages.next();
        SpreadsheetExtractionAlgorithm ruled = new SpreadsheetExtractionAlgorithm();
        List<? extends Table> tables = ruled.isTabular(page) ? ruled.extract(page) : new BasicExtractionAlgorithm().extract(page);
        for (Table t : tables) {
          for (List<RectangularTextContainer> row : t.getRows()) {
            for (RectangularTextContainer cell : row) {
              length += cell.getText().length();
              cells++;
            }
          }
        }
      }
    }
    return cells;
  }

  public static void main(String[] args) throws Exception {
    Batches.run(args[0], (file, bytes) -> read(bytes));
  }
}
