using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.RegularExpressions;

namespace KhcnIoc.Web.Tests.Exports;

/// <summary>The text of a PDF of ours as a reader searches it: through the table of places, glyphs back to letters by each font's own table.</summary>
internal static partial class PdfText
{
    public static List<string> Pages(byte[] file)
    {
        var all = Encoding.Latin1.GetString(file);
        var start = int.Parse(Regex.Match(all, @"startxref\n(\d+)\n%%EOF\n$").Groups[1].Value, CultureInfo.InvariantCulture);
        Assert.StartsWith("xref\n", all[start..], StringComparison.Ordinal);
        var places = Regex.Matches(all[start..], @"^(\d{10}) 00000 n $", RegexOptions.Multiline).Select(m => int.Parse(m.Groups[1].Value, CultureInfo.InvariantCulture)).ToList();

        string Text(string number)
        {
            var n = int.Parse(number, CultureInfo.InvariantCulture);
            Assert.StartsWith($"{n} 0 obj\n", all[places[n - 1]..], StringComparison.Ordinal);
            return all[places[n - 1]..all.IndexOf("endobj", places[n - 1], StringComparison.Ordinal)];
        }

        string Unpacked(string number)
        {
            var place = places[int.Parse(number, CultureInfo.InvariantCulture) - 1];
            var length = int.Parse(Regex.Match(all[place..(place + 200)], @"/Length (\d+)").Groups[1].Value, CultureInfo.InvariantCulture);
            var data = all.IndexOf("stream\n", place, StringComparison.Ordinal) + "stream\n".Length;
            using var stream = new ZLibStream(new MemoryStream(file, data, length), CompressionMode.Decompress);
            using var reader = new StreamReader(stream, Encoding.Latin1);
            return reader.ReadToEnd();
        }

        var tree = Text(Regex.Match(Text(Regex.Match(all, @"/Root (\d+) 0 R").Groups[1].Value), @"/Pages (\d+) 0 R").Groups[1].Value);
        return [.. Regex.Match(tree, @"/Kids\[([^\]]*)\]").Groups[1].Value.Split(" 0 R", StringSplitOptions.RemoveEmptyEntries).Select(page =>
        {
            var about = Text(page.Trim());
            var maps = Regex.Matches(about, @"/(F\d+) (\d+) 0 R").ToDictionary(m => m.Groups[1].Value, m => Map(Unpacked(Regex.Match(Text(m.Groups[2].Value), @"/ToUnicode (\d+) 0 R").Groups[1].Value)));
            return TextOf(Unpacked(Regex.Match(about, @"/Contents (\d+) 0 R").Groups[1].Value), maps);
        })];
    }

    private static string TextOf(string content, Dictionary<string, Dictionary<string, char>> maps)
    {
        var text = new StringBuilder();
        foreach (Match match in Operators().Matches(content))
            text.Append(match.Groups["hex"].Value.Chunk(4).Select(g => maps[match.Groups["font"].Value][new string(g)]).ToArray()).Append('\n');
        return text.ToString();
    }

    private static Dictionary<string, char> Map(string table) =>
        Letters().Matches(table).ToDictionary(m => m.Groups[1].Value, m => (char)int.Parse(m.Groups[2].Value, NumberStyles.HexNumber, CultureInfo.InvariantCulture));

    [GeneratedRegex(@"/(?<font>F\d+) [-\d.]+ Tf [-\d.]+ [-\d.]+ Td <(?<hex>[0-9A-F]+)> Tj")]
    private static partial Regex Operators();

    [GeneratedRegex("^<([0-9A-F]{4})><([0-9A-F]{4})>$", RegexOptions.Multiline)]
    private static partial Regex Letters();
}
