using System.Globalization;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Spreadsheet;

namespace KhcnIoc.Web.Exports;

/// <summary>How cells of a workbook look. Formats of numbers are added as they occur, so that the digits are those of the page.</summary>
internal sealed class XlsxStyles
{
    /// <summary>Indexes of the fixed looks.</summary>
    public const uint Plain = 0, Title = 1, Label = 2, Wrapped = 3, Head = 4, Link = 5, Heading = 6, Mark = 7, Note = 8;

    /// <summary>Ids below are Excel's own.</summary>
    private const uint FirstFormat = 164;

    /// <summary>A page has a handful; beyond this numbers stand without what surrounds them.</summary>
    private const int MostFormats = 400;

    private readonly Dictionary<string, uint> _formats = new(StringComparer.Ordinal);
    private readonly Dictionary<(uint Format, bool Linked), uint> _looks = [];
    private readonly List<CellFormat> _numbers = [];

    /// <summary>The look of a number; one that leads somewhere is blue.</summary>
    public uint Of(ShownNumber number, bool linked)
    {
        var code = Code(number);
        if (!_formats.TryGetValue(code, out var format))
        {
            if (_formats.Count >= MostFormats && !_formats.TryGetValue(code = Digits(number.Decimals), out format)) return Plain;
            if (format == 0) _formats[code] = format = FirstFormat + (uint)_formats.Count;
        }

        if (_looks.TryGetValue((format, linked), out var look)) return look;
        _numbers.Add(new CellFormat { NumberFormatId = format, FontId = linked ? 3u : 0u, FillId = 0, BorderId = 0, ApplyNumberFormat = true, ApplyFont = linked, Alignment = new Alignment { Horizontal = HorizontalAlignmentValues.Right, Vertical = VerticalAlignmentValues.Top }, ApplyAlignment = true });
        return _looks[(format, linked)] = Note + (uint)_numbers.Count;
    }

    /// <summary>Excel's code of a number's format; its separators follow the language of the reader's machine.</summary>
    internal static string Code(ShownNumber number)
    {
        var digits = Digits(number.Decimals);
        if (number.Value < 0) return number is { Prefix: "-", Suffix: "" } ? digits : $"{digits};{Literal(number.Prefix)}{digits}{Literal(number.Suffix)}";
        return Literal(number.Prefix) + digits + Literal(number.Suffix);
    }

    public Stylesheet Sheet()
    {
        var numberFormats = _formats.Select(f => new NumberingFormat { NumberFormatId = f.Value, FormatCode = f.Key }).ToList();
        var sheet = new Stylesheet();
        if (numberFormats.Count > 0) sheet.Append(new NumberingFormats(numberFormats) { Count = (uint)numberFormats.Count });
        sheet.Append(
            new Fonts(FontOf(10), FontOf(16, bold: true), FontOf(10, colour: "FF46535F"), FontOf(10, colour: "FF0B63B0"), FontOf(10, bold: true), FontOf(12, bold: true), FontOf(11, bold: true, colour: "FFB3261E")) { Count = 7 },
            new Fills(
                new Fill(new PatternFill { PatternType = PatternValues.None }),
                new Fill(new PatternFill { PatternType = PatternValues.Gray125 }),
                new Fill(new PatternFill(new ForegroundColor { Rgb = "FFE6EBF0" }) { PatternType = PatternValues.Solid }))
            { Count = 3 },
            new Borders(
                new Border(new LeftBorder(), new RightBorder(), new TopBorder(), new BottomBorder(), new DiagonalBorder()),
                new Border(new LeftBorder(), new RightBorder(), new TopBorder(), new BottomBorder(new Color { Rgb = "FF5B6673" }) { Style = BorderStyleValues.Thin }, new DiagonalBorder()))
            { Count = 2 },
            new CellStyleFormats(new CellFormat { NumberFormatId = 0, FontId = 0, FillId = 0, BorderId = 0 }) { Count = 1 },
            new CellFormats(
            [
                Look(0), Look(1, wrap: false), Look(2), Look(0), Look(4, fill: 2, border: 1, middle: true), Look(3), Look(5, wrap: false), Look(6, wrap: false), Look(2, wrap: false), .. _numbers,
            ])
            { Count = Note + 1 + (uint)_numbers.Count },
            new CellStyles(new CellStyle { Name = "Normal", FormatId = 0, BuiltinId = 0 }) { Count = 1 });
        return sheet;
    }

    private static CellFormat Look(uint font, uint fill = 0, uint border = 0, bool wrap = true, bool middle = false) => new()
    {
        NumberFormatId = 0,
        FontId = font,
        FillId = fill,
        BorderId = border,
        ApplyFont = true,
        ApplyFill = fill > 0,
        ApplyBorder = border > 0,
        ApplyAlignment = true,
        Alignment = new Alignment { WrapText = wrap, Vertical = middle ? VerticalAlignmentValues.Center : VerticalAlignmentValues.Top },
    };

    private static Font FontOf(double size, bool bold = false, string? colour = null)
    {
        var font = new Font();
        if (bold) font.Append(new Bold());
        font.Append(new FontSize { Val = size });
        if (colour is not null) font.Append(new Color { Rgb = new HexBinaryValue(colour) });
        font.Append(new FontName { Val = "Arial" }, new FontFamilyNumbering { Val = 2 });
        return font;
    }

    private static string Digits(int decimals) => decimals <= 0 ? "#,##0" : "#,##0." + new string('0', decimals);

    // A literal cannot hold its own quotation mark.
    private static string Literal(string text) => text.Length == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"\"{text.Replace('"', '\'')}\"");
}
