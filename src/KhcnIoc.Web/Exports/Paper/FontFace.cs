using System.Buffers.Binary;
using System.Text;

namespace KhcnIoc.Web.Exports.Paper;

/// <summary>A TrueType font: the widths of its letters, and itself with only the glyphs that a document uses. Immutable.</summary>
/// <remarks>Reads what setting lines needs: <c>head</c>, <c>hhea</c>, <c>hmtx</c>, <c>loca</c>, <c>glyf</c> and the format 4 table of <c>cmap</c> (the basic plane).</remarks>
internal sealed class FontFace
{
    // What a reader of PDFs draws glyphs by; all else of a font is for setting text, which is done here.
    private static readonly string[] s_kept = ["cvt ", "fpgm", "glyf", "head", "hhea", "hmtx", "loca", "maxp", "prep"];

    private readonly byte[] _data;
    private readonly Dictionary<string, (int Start, int Length)> _tables;
    private readonly ushort[] _glyphs = new ushort[char.MaxValue + 1];
    private readonly double[] _widths;
    private readonly int _count;
    private readonly bool _longOffsets;

    public FontFace(byte[] data)
    {
        _data = data;
        _tables = Enumerable.Range(0, U16(4)).ToDictionary(i => Encoding.ASCII.GetString(data, 12 + (16 * i), 4), i => (U32(20 + (16 * i)), U32(24 + (16 * i))), StringComparer.Ordinal);
        var head = _tables["head"].Start;
        double unitsPerEm = U16(head + 18);
        _longOffsets = U16(head + 50) == 1;
        _count = U16(_tables["maxp"].Start + 4);
        _widths = new double[U16(_tables["hhea"].Start + 34)];
        for (var i = 0; i < _widths.Length; i++) _widths[i] = U16(_tables["hmtx"].Start + (4 * i)) / unitsPerEm;
        Box = [.. Enumerable.Range(0, 4).Select(i => (int)(S16(head + 36 + (2 * i)) * 1000 / unitsPerEm))];
        Ascent = (int)(S16(_tables["hhea"].Start + 4) * 1000 / unitsPerEm);
        Descent = (int)(S16(_tables["hhea"].Start + 6) * 1000 / unitsPerEm);
        ReadGlyphs(_tables["cmap"].Start);
    }

    /// <summary>Around all glyphs, in thousandths of the size.</summary>
    public IReadOnlyList<int> Box { get; }

    public int Ascent { get; }

    public int Descent { get; }

    public bool Has(char c) => _glyphs[c] != 0;

    public ushort Glyph(char c) => _glyphs[c];

    /// <summary>Width at size 1.</summary>
    public double Width(char c) => GlyphWidth(_glyphs[c]);

    public double GlyphWidth(int glyph) => _widths[Math.Min(glyph, _widths.Length - 1)];

    /// <summary>The font with the outlines of these glyphs alone; they keep their numbers.</summary>
    public byte[] Subset(IEnumerable<ushort> glyphs)
    {
        var used = new SortedSet<int> { 0 };
        foreach (var glyph in glyphs) Collect(glyph, used);
        var glyf = new MemoryStream();
        var loca = new byte[4 * (_count + 1)];
        for (var glyph = 0; glyph <= _count; glyph++)
        {
            BinaryPrimitives.WriteUInt32BigEndian(loca.AsSpan(4 * glyph), (uint)glyf.Length);
            if (glyph == _count || !used.Contains(glyph)) continue;
            var (start, length) = Outline(glyph);
            glyf.Write(_data, start, length);
            while (glyf.Length % 4 != 0) glyf.WriteByte(0);
        }

        return Assemble(glyf.ToArray(), loca);
    }

    private byte[] Assemble(byte[] glyf, byte[] loca)
    {
        var names = s_kept.Where(_tables.ContainsKey).ToList();
        var header = new byte[12 + (16 * names.Count)];
        var body = new MemoryStream();
        _data.AsSpan(0, 4).CopyTo(header);
        var power = (int)Math.Log2(names.Count);
        Put16(header, 4, names.Count);
        Put16(header, 6, 16 << power);
        Put16(header, 8, power);
        Put16(header, 10, (16 * names.Count) - (16 << power));
        for (var i = 0; i < names.Count; i++)
        {
            var (start, length) = _tables[names[i]];
            var table = names[i] switch { "glyf" => glyf, "loca" => loca, _ => _data[start..(start + length)] };
            if (names[i] == "head") Put16(table, 50, 1);
            var entry = header.AsSpan(12 + (16 * i));
            Encoding.ASCII.GetBytes(names[i], entry);
            BinaryPrimitives.WriteUInt32BigEndian(entry[4..], Sum(table));
            BinaryPrimitives.WriteUInt32BigEndian(entry[8..], (uint)(header.Length + body.Length));
            BinaryPrimitives.WriteUInt32BigEndian(entry[12..], (uint)table.Length);
            body.Write(table);
            while (body.Length % 4 != 0) body.WriteByte(0);
        }

        return [.. header, .. body.ToArray()];
    }

    // Letters with marks are put together from others, which are needed as well.
    private void Collect(int glyph, SortedSet<int> used)
    {
        if (glyph >= _count || !used.Add(glyph)) return;
        var (at, length) = Outline(glyph);
        if (length < 10 || S16(at) >= 0) return;
        const int WideArguments = 1, OneScale = 8, More = 32, TwoScales = 64, Matrix = 128;
        at += 10;
        while (true)
        {
            var flags = U16(at);
            Collect(U16(at + 2), used);
            at += 4 + ((flags & WideArguments) != 0 ? 4 : 2) + ((flags & OneScale) != 0 ? 2 : (flags & TwoScales) != 0 ? 4 : (flags & Matrix) != 0 ? 8 : 0);
            if ((flags & More) == 0) return;
        }
    }

    private (int Start, int Length) Outline(int glyph)
    {
        var loca = _tables["loca"].Start;
        var (from, to) = _longOffsets ? (U32(loca + (4 * glyph)), U32(loca + (4 * glyph) + 4)) : (2 * U16(loca + (2 * glyph)), 2 * U16(loca + (2 * glyph) + 2));
        return (_tables["glyf"].Start + from, to - from);
    }

    private void ReadGlyphs(int map)
    {
        for (var i = 0; i < U16(map + 2); i++)
        {
            var table = map + U32(map + 4 + (8 * i) + 4);
            if (U16(table) != 4) continue;
            var segments = U16(table + 6) / 2;
            var (ends, starts) = (table + 14, table + 16 + (2 * segments));
            var (deltas, offsets) = (starts + (2 * segments), starts + (4 * segments));
            for (var s = 0; s < segments; s++)
            {
                var offset = U16(offsets + (2 * s));
                for (int first = U16(starts + (2 * s)), c = first; c <= U16(ends + (2 * s)) && c < char.MaxValue; c++)
                {
                    var glyph = offset == 0 ? c : U16(offsets + (2 * s) + offset + (2 * (c - first)));
                    _glyphs[c] = offset != 0 && glyph == 0 ? (ushort)0 : (ushort)(glyph + U16(deltas + (2 * s)));
                }
            }

            return;
        }

        throw new InvalidDataException("The font has no table of letters that this program reads.");
    }

    private static uint Sum(byte[] table)
    {
        var sum = 0u;
        for (var i = 0; i < table.Length; i++) sum += (uint)table[i] << (8 * (3 - (i % 4)));
        return sum;
    }

    private static void Put16(byte[] data, int at, int value) => BinaryPrimitives.WriteUInt16BigEndian(data.AsSpan(at), (ushort)value);

    private int U16(int at) => BinaryPrimitives.ReadUInt16BigEndian(_data.AsSpan(at));

    private int S16(int at) => BinaryPrimitives.ReadInt16BigEndian(_data.AsSpan(at));

    private int U32(int at) => (int)BinaryPrimitives.ReadUInt32BigEndian(_data.AsSpan(at));
}
