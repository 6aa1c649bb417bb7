import java.io.ByteArrayInputStream;
import org.apache.poi.hwpf.HWPFDocument;
import org.apache.poi.hwpf.usermodel.Paragraph;
import org.apache.poi.hwpf.usermodel.Range;
import org.apache.poi.hwpf.usermodel.Table;
import org.apache.poi.hwpf.usermodel.TableRow;

/** Measures Apache POI over many .doc files: the text of all paragraphs and cells. */
public final class WordTables {
  private static long length;

  private static long read(byte[] bytes) throws Exception {
    long cells = 0;
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
            cells++;
          }
        }
        i += Math.max(0, t.numParagraphs() - 1);
      }
    }
    return cells;
  }

  public static void main(String[] args) throws Exception {
    Batches.run(args[0], (file, bytes) -> read(bytes));
  }
}
