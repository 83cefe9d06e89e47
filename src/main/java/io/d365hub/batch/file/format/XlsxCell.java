package io.d365hub.batch.file.format;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.util.regex.Pattern;
import org.dhatim.fastexcel.reader.Cell;
import org.dhatim.fastexcel.reader.CellType;

/**
 * A cell's value as JSON, formulas by the result that the spreadsheet program stored. Dates are numbers in a workbook and
 * known by their format; they become ISO dates, or dates with time.
 */
final class XlsxCell {

    /** Why a cell has no value that could be taken. */
    static final class NoValueException extends Exception {

        private static final long serialVersionUID = 1L;

        NoValueException(String why) {
            super(why);
        }
    }

    /** Excel computes and shows numbers with 15 digits; what a file has beyond that is the noise of binary floats. */
    private static final MathContext SHOWN = new MathContext(15, RoundingMode.HALF_EVEN);
    /** Formats of dates that workbooks use without writing them down; ECMA-376 part 1, 18.8.30. */
    private static final int FIRST_DATE = 14;

    private static final int LAST_DATE = 22;
    private static final int FIRST_ASIAN_DATE = 27;
    private static final int LAST_ASIAN_DATE = 36;
    /** Words in quotes, escaped characters, colours and conditions of a format; elapsed time such as [h] is no date. */
    private static final Pattern NOT_FORMAT = Pattern.compile("\"[^\"]*\"|\\\\.|_.|\\*.|\\[[^\\]]*\\]");

    private static final Pattern DATE_LETTERS = Pattern.compile("[yd]|m{1,5}|h.*m|h|m.*s", Pattern.CASE_INSENSITIVE);
    private static final Pattern EXCEL_ERROR =
            Pattern.compile("#(N/A|DIV/0!|REF!|VALUE!|NAME\\?|NULL!|NUM!|SPILL!|CALC!|GETTING_DATA)");

    private XlsxCell() {}

    static JsonNode value(Cell cell) throws NoValueException {
        if (cell == null || cell.getType() == CellType.EMPTY) {
            return NullNode.instance;
        }
        Object value = cell.getValue();
        if (cell.getType() == CellType.ERROR || (value instanceof String text && isError(cell, text))) {
            throw new NoValueException("Cell " + cell.getAddress() + " holds the error " + cell.getRawValue() + ".");
        }
        if (value == null) {
            if (cell.getType() == CellType.FORMULA && cell.getRawValue() == null) {
                throw new NoValueException("Cell " + cell.getAddress()
                        + " holds a formula whose result was never stored; open and save the"
                        + " file in a spreadsheet program.");
            }
            return NullNode.instance;
        }
        if (value instanceof BigDecimal number) {
            return isDate(cell) ? date(cell) : number(number);
        }
        return value instanceof Boolean flag ? BooleanNode.valueOf(flag) : TextNode.valueOf(value.toString());
    }

    private static boolean isError(Cell cell, String text) {
        return cell.getType() == CellType.FORMULA && EXCEL_ERROR.matcher(text).matches();
    }

    private static DecimalNode number(BigDecimal stored) {
        BigDecimal shown = stored.round(SHOWN).stripTrailingZeros();
        return DecimalNode.valueOf(shown.scale() < 0 ? shown.setScale(0) : shown);
    }

    private static boolean isDate(Cell cell) {
        Integer id = cell.getDataFormatId();
        if (id != null
                && ((id >= FIRST_DATE && id <= LAST_DATE) || (id >= FIRST_ASIAN_DATE && id <= LAST_ASIAN_DATE))) {
            return true;
        }
        String format = cell.getDataFormatString();
        return format != null
                && !format.equalsIgnoreCase("General")
                && DATE_LETTERS
                        .matcher(NOT_FORMAT.matcher(format).replaceAll(""))
                        .find();
    }

    private static TextNode date(Cell cell) {
        LocalDateTime moment = cell.asDate();
        boolean timeOnly =
                cell.getRawValue().startsWith("0.") || cell.getRawValue().equals("0");
        if (timeOnly) {
            return TextNode.valueOf(moment.toLocalTime().format(DateTimeFormatter.ISO_LOCAL_TIME));
        }
        return TextNode.valueOf(
                moment.toLocalTime().equals(LocalTime.MIDNIGHT)
                        ? moment.toLocalDate().toString()
                        : moment.format(DateTimeFormatter.ISO_LOCAL_DATE_TIME));
    }
}
