using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using CsvHelper;
using CsvHelper.Configuration;

namespace KhcnIoc.Core.Feeds;

/// <summary>Reads the three forms in which observations arrive. Never throws for bad input: what cannot be read becomes a rejection.</summary>
/// <remarks>
/// Numbers are kept as written and converted by <see cref="ReadingValidator"/>, so that <c>1e400</c> or <c>13,8</c> are refused with a reason instead of being guessed at.
/// </remarks>
public static class ReadingParser
{
    private static readonly JsonDocumentOptions s_json = new() { MaxDepth = 8 };

    /// <summary>CSV columns are the JSON names; those of the source are written <c>source.title</c> and so on.</summary>
    private static readonly string[] s_columns =
    [
        "id", "indicator", "area", "agency", "period", "value", "unit", "weight", "restated", "method", "qualifier",
        "source.title", "source.publisher", "source.url", "source.document", "source.published", "source.page", "source.quote",
    ];

    private static readonly string[] s_required = ["indicator", "area", "period", "value"];

    /// <summary><c>{"observations":[…]}</c>; a row that is no object is rejected alone, a body that is no such document as a whole.</summary>
    public static ParsedBody Json(ReadOnlyMemory<byte> body)
    {
        JsonDocument document;
        try
        {
            document = JsonDocument.Parse(body, s_json);
        }
        catch (JsonException exception)
        {
            var where = exception.LineNumber is { } line ? $" (dòng {line + 1}, byte {exception.BytePositionInLine + 1})" : "";
            return ParsedBody.Broken("malformed-json", $"Nội dung không phải JSON hợp lệ{where}.", Text(body));
        }

        using (document)
        {
            if (document.RootElement.ValueKind != JsonValueKind.Object
                || !TryRows(document.RootElement, out var rows)
                || rows.ValueKind != JsonValueKind.Array)
            {
                return ParsedBody.Broken("malformed-json", "Cần một đối tượng JSON có mảng \"observations\".", Text(body));
            }

            var readings = new List<Reading>(rows.GetArrayLength());
            var malformed = new List<Rejection>();
            var index = 0;
            foreach (var row in rows.EnumerateArray())
            {
                AddJsonRow(row, index, index + 1, readings, malformed);
                index++;
            }

            return new ParsedBody(readings, malformed);
        }
    }

    /// <summary>One JSON object a line; empty lines are passed over, a line that is no object is rejected alone.</summary>
    public static ParsedBody NdJson(ReadOnlyMemory<byte> body)
    {
        var readings = new List<Reading>();
        var malformed = new List<Rejection>();
        var (index, number) = (0, 0);
        var rest = body;
        while (!rest.IsEmpty)
        {
            var end = rest.Span.IndexOf((byte)'\n');
            var line = end < 0 ? rest : rest[..end];
            rest = end < 0 ? default : rest[(end + 1)..];
            number++;
            if (line.Span.Trim(" \t\r"u8).IsEmpty) continue;
            try
            {
                using var document = JsonDocument.Parse(line, s_json);
                AddJsonRow(document.RootElement, index, number, readings, malformed);
            }
            catch (JsonException)
            {
                malformed.Add(new(index, "", "malformed-row", "Dòng này không phải một đối tượng JSON hợp lệ.", Reading.CutRaw(Text(line))));
            }

            index++;
        }

        return new ParsedBody(readings, malformed);
    }

    /// <summary>A header with the JSON names, then one observation a line (RFC 4180, UTF-8).</summary>
    public static ParsedBody Csv(ReadOnlyMemory<byte> body)
    {
        var readings = new List<Reading>();
        var malformed = new List<Rejection>();
        var configuration = new CsvConfiguration(CultureInfo.InvariantCulture)
        {
            BadDataFound = null,
            MissingFieldFound = null,
            DetectDelimiter = false,

            // A blank line is a row in a spreadsheet too: passed over here, but counted.
            IgnoreBlankLines = false,
            TrimOptions = TrimOptions.Trim,
        };
        using var text = new StringReader(Text(body).TrimStart('\uFEFF'));
        using var csv = new CsvReader(text, configuration);
        var row = 0;
        if (!ReadRow() || !csv.ReadHeader() || csv.HeaderRecord is not { } header)
            return ParsedBody.Broken("malformed-csv", "Tệp CSV trống: cần một dòng tiêu đề và các dòng số liệu.", Text(body));

        var positions = s_columns.ToDictionary(name => name, name => Array.FindIndex(header, h => string.Equals(h, name, StringComparison.OrdinalIgnoreCase)));
        var absent = s_required.Where(name => positions[name] < 0).ToArray();
        if (absent.Length > 0)
            return ParsedBody.Broken("malformed-csv", $"Dòng tiêu đề thiếu cột {string.Join(", ", absent)}; dùng dấu phẩy giữa các cột.", Text(body));

        var index = 0;
        while (ReadRow())
        {
            var raw = Reading.CutRaw(csv.Parser.RawRecord.TrimEnd('\r', '\n'));
            if (csv.Parser.Count != header.Length)
            {
                malformed.Add(new(index++, "", "malformed-row", $"Dòng có {csv.Parser.Count} ô, tiêu đề có {header.Length} cột.", raw));
                continue;
            }

            readings.Add(FromFields(index++, raw, name => positions[name] < 0 || csv.GetField(positions[name]) is not { Length: > 0 } field ? null : field, row));
        }

        return new ParsedBody(readings, malformed);

        bool ReadRow()
        {
            while (csv.Read())
            {
                row++;
                if (csv.Parser.RawRecord.AsSpan().TrimEnd("\r\n").Length > 0) return true;
            }

            return false;
        }
    }

    /// <summary>A reading from named texts, as a pack's published figures carry them.</summary>
    /// <param name="row">As <see cref="Reading.Row"/>.</param>
    public static Reading FromFields(int index, string raw, Func<string, string?> field, int? row = null)
    {
        var source = new Provenance
        {
            Title = field("source.title") ?? "",
            Publisher = field("source.publisher") ?? "",
            Url = field("source.url") ?? "",
            Document = field("source.document") ?? "",
            Published = field("source.published") ?? "",
            Page = field("source.page") ?? "",
            Quote = field("source.quote") ?? "",
        };
        return new Reading
        {
            Index = index,
            Id = field("id"),
            Indicator = field("indicator"),
            Area = field("area"),
            Agency = field("agency"),
            Period = field("period"),
            Value = field("value"),
            Unit = field("unit"),
            Weight = field("weight"),
            Restated = field("restated"),
            Method = field("method"),
            Qualifier = field("qualifier"),
            Source = source == s_noSource ? null : source,
            Row = row,
            Raw = raw,
        };
    }

    private static bool TryRows(JsonElement root, out JsonElement rows)
    {
        try
        {
            return root.TryGetProperty("observations", out rows);
        }
        catch (InvalidOperationException)
        {
            rows = default;
            return false;
        }
    }

    private static readonly Provenance s_noSource = new() { Title = "" };

    private static void AddJsonRow(JsonElement row, int index, int number, List<Reading> readings, List<Rejection> malformed)
    {
        // Bytes that are no UTF-8 show as what they are not; they must not keep the row from being named.
        var raw = Reading.CutRaw(Encoding.UTF8.GetString(JsonMarshal.GetRawUtf8Value(row)));
        try
        {
            AddJsonRow(row, raw, index, number, readings, malformed);
        }
        catch (InvalidOperationException)
        {
            // The JSON reader looks into a string only when it is asked for it: half a surrogate pair, bytes that are no UTF-8.
            malformed.Add(new(index, "", "malformed-row", "Dòng này có chữ không đúng UTF-8.", raw));
        }
    }

    private static void AddJsonRow(JsonElement row, string raw, int index, int number, List<Reading> readings, List<Rejection> malformed)
    {
        if (row.ValueKind != JsonValueKind.Object)
        {
            malformed.Add(new(index, "", "malformed-row", "Mỗi số liệu phải là một đối tượng JSON.", raw));
            return;
        }

        var source = row.TryGetProperty("source", out var s) && s.ValueKind != JsonValueKind.Null ? s : default;
        if (source.ValueKind is not (JsonValueKind.Undefined or JsonValueKind.Object))
        {
            malformed.Add(new(index, "source", "malformed-row", "\"source\" phải là một đối tượng JSON.", raw));
            return;
        }

        readings.Add(FromFields(index, raw, name => name.StartsWith("source.", StringComparison.Ordinal)
            ? source.ValueKind == JsonValueKind.Object ? Scalar(source, name["source.".Length..]) : null
            : Scalar(row, name), number));
    }

    // A number stands as it was written: 1e400 must reach the validator as that.
    private static string? Scalar(JsonElement row, string name)
    {
        if (!row.TryGetProperty(name, out var value)) return null;
        return value.ValueKind switch
        {
            JsonValueKind.Null => null,
            JsonValueKind.String => value.GetString(),
            _ => value.GetRawText(),
        };
    }

    private static string Text(ReadOnlyMemory<byte> bytes) => Encoding.UTF8.GetString(bytes.Span);
}
