using System.Globalization;
using System.IO.Compression;
using System.Text;

namespace KhcnIoc.Web.Exports.Paper;

/// <summary>Writes a PDF 1.7 file: pages of lines, areas and text in embedded fonts, and links. Nothing else is in it.</summary>
/// <remarks>Own code, because the libraries that the registry holds ask for licences that the product cannot give.</remarks>
internal sealed class PdfFile(Func<int, FontFace> faces) : IDisposable
{
    private readonly MemoryStream _file = new();
    private readonly List<long> _places = [];
    private readonly List<(int Page, int Content)> _pages = [];
    private readonly Dictionary<int, SortedDictionary<ushort, char>> _used = [];

    /// <summary>The glyphs of a text, and that they are used.</summary>
    public string Glyphs(string text, int weight)
    {
        if (!_used.TryGetValue(weight, out var used)) _used[weight] = used = [];
        var (hex, face) = (new StringBuilder(4 * text.Length), faces(weight));
        foreach (var c in text)
        {
            var glyph = face.Glyph(c);
            // A reader copies and searches plain spaces.
            used[glyph] = c == '\u00a0' ? ' ' : c;
            hex.Append(glyph.ToString("X4", CultureInfo.InvariantCulture));
        }

        return hex.ToString();
    }

    public byte[] Write(IReadOnlyList<(string Content, IReadOnlyList<PaperLink> Links)> pages, double width, double height, IEnumerable<(string Name, string Text)> info, string language)
    {
        _file.Write("%PDF-1.7\n%âãÏÓ\n"u8);
        var (catalog, tree, about) = (Reserve(), Reserve(), Reserve());
        var fonts = string.Join(' ', _used.Keys.Order().Select(weight => $"/F{weight} {Font(weight)} 0 R"));
        foreach (var (content, links) in pages)
        {
            var stream = Stream("", Encoding.ASCII.GetBytes(content));
            var notes = string.Join(' ', links.Select(l => Object(
                $"<</Type/Annot/Subtype/Link/Border[0 0 0]/Rect[{N(l.X)} {N(height - l.Y - l.Height)} {N(l.X + l.Width)} {N(height - l.Y)}]/A<</S/URI/URI({Escaped(l.Href)})>>>>")).Select(n => $"{n} 0 R"));
            _pages.Add((Object($"<</Type/Page/Parent {tree} 0 R/MediaBox[0 0 {N(width)} {N(height)}]/Resources<</Font<<{fonts}>>>>/Contents {stream} 0 R/Annots[{notes}]>>"), stream));
        }

        Put(tree, $"<</Type/Pages/Count {_pages.Count}/Kids[{string.Join(' ', _pages.Select(p => $"{p.Page} 0 R"))}]>>");
        Put(catalog, $"<</Type/Catalog/Pages {tree} 0 R/Lang({Escaped(language)})/ViewerPreferences<</DisplayDocTitle true>>>>");
        Put(about, $"<<{string.Concat(info.Where(i => i.Text.Length > 0).Select(i => $"/{i.Name}{Unicode(i.Text)}"))}>>");
        var start = _file.Position;
        Ascii($"xref\n0 {_places.Count + 1}\n0000000000 65535 f \n");
        foreach (var place in _places) Ascii($"{place:0000000000} 00000 n \n");
        Ascii($"trailer\n<</Size {_places.Count + 1}/Root {catalog} 0 R/Info {about} 0 R>>\nstartxref\n{start}\n%%EOF\n");
        return _file.ToArray();
    }

    public void Dispose() => _file.Dispose();

    /// <summary>A number as PDFs have them.</summary>
    public static string N(double value) => Math.Round(value, 2).ToString("0.##", CultureInfo.InvariantCulture);

    private int Font(int weight)
    {
        var (face, used) = (faces(weight), _used[weight]);
        var name = $"/IOCAAA+BeVietnamPro-{weight}";
        var file = Stream("", face.Subset(used.Keys));
        var descriptor = Object(
            $"<</Type/FontDescriptor/FontName{name}/Flags 4/FontBBox[{string.Join(' ', face.Box)}]/ItalicAngle 0/Ascent {face.Ascent}/Descent {face.Descent}/CapHeight 740/StemV {weight / 6}/FontFile2 {file} 0 R>>");
        var widths = string.Join(' ', used.Keys.Select(g => $"{g}[{N(face.GlyphWidth(g) * 1000)}]"));
        var letters = Object($"<</Type/Font/Subtype/CIDFontType2/BaseFont{name}/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>/CIDToGIDMap/Identity/FontDescriptor {descriptor} 0 R/W[{widths}]>>");
        return Object($"<</Type/Font/Subtype/Type0/BaseFont{name}/Encoding/Identity-H/DescendantFonts[{letters} 0 R]/ToUnicode {Stream("", Encoding.ASCII.GetBytes(ToUnicode(used)))} 0 R>>");
    }

    // What a reader finds and copies: from glyphs back to letters, at most a hundred in a list.
    private static string ToUnicode(SortedDictionary<ushort, char> used)
    {
        var map = new StringBuilder("/CIDInit/ProcSet findresource begin 12 dict begin begincmap/CMapName/Letters def/CMapType 2 def 1 begincodespacerange<0000><FFFF>endcodespacerange\n");
        foreach (var some in used.Chunk(100))
        {
            map.Append(some.Length.ToString(CultureInfo.InvariantCulture)).Append(" beginbfchar\n");
            foreach (var (glyph, letter) in some) map.Append(CultureInfo.InvariantCulture, $"<{glyph:X4}><{(int)letter:X4}>\n");
            map.Append("endbfchar\n");
        }

        return map.Append("endcmap CMapName currentdict/CMap defineresource pop end end").ToString();
    }

    private int Reserve()
    {
        _places.Add(0);
        return _places.Count;
    }

    private int Object(string text)
    {
        var number = Reserve();
        Put(number, text);
        return number;
    }

    private void Put(int number, string text)
    {
        _places[number - 1] = _file.Position;
        Ascii($"{number} 0 obj\n{text}\nendobj\n");
    }

    private int Stream(string entries, byte[] data)
    {
        using var packed = new MemoryStream();
        using (var packer = new ZLibStream(packed, CompressionLevel.Optimal, leaveOpen: true)) packer.Write(data);
        var number = Reserve();
        _places[number - 1] = _file.Position;
        Ascii($"{number} 0 obj\n<<{entries}/Length {packed.Length}/Length1 {data.Length}/Filter/FlateDecode>>\nstream\n");
        packed.WriteTo(_file);
        Ascii("\nendstream\nendobj\n");
        return number;
    }

    private void Ascii(FormattableString text) => _file.Write(Encoding.ASCII.GetBytes(text.ToString(CultureInfo.InvariantCulture)));

    private void Ascii(string text) => _file.Write(Encoding.ASCII.GetBytes(text));

    private static string Unicode(string text) => $"<FEFF{Convert.ToHexString(Encoding.BigEndianUnicode.GetBytes(text))}>";

    // Addresses are escaped already; whatever else could end the string is, too.
    private static string Escaped(string text) =>
        string.Concat(text.Select(c => c is '(' or ')' or '\\' ? "\\" + c : c is > ' ' and < '\u007f' ? c.ToString() : Uri.EscapeDataString(c.ToString())));
}
