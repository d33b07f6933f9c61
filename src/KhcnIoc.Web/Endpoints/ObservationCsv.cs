using System.Globalization;
using CsvHelper;

namespace KhcnIoc.Web.Endpoints;

/// <summary>Observations as CSV with the column names of the intake, so that an export can be read back; texts that a spreadsheet would take for a formula get an apostrophe in front.</summary>
internal static class ObservationCsv
{
    private static readonly string[] s_header =
    [
        "observation", "id", "feed", "indicator", "area", "agency", "period", "revision", "value", "weight", "restated", "method", "qualifier", "simulated", "mark", "receivedAt", "commit",
        "source.title", "source.publisher", "source.url", "source.document", "source.published", "source.page", "source.quote",
    ];

    /// <summary>The next page's cursor goes into the header <c>X-Next-After</c>.</summary>
    public static string Write(IReadOnlyList<ObservationRow> rows, long? next, HttpResponse response)
    {
        if (next is { } cursor) response.Headers["X-Next-After"] = cursor.ToString(CultureInfo.InvariantCulture);
        using var text = new StringWriter(CultureInfo.InvariantCulture);
        using var csv = new CsvWriter(text, CultureInfo.InvariantCulture);
        foreach (var name in s_header) csv.WriteField(name);
        csv.NextRecord();
        foreach (var row in rows)
        {
            csv.WriteField(row.Id);
            csv.WriteField(Text(row.SenderId));
            csv.WriteField(Text(row.Feed));
            csv.WriteField(Text(row.Indicator));
            csv.WriteField(Text(row.Area));
            csv.WriteField(Text(row.Agency));
            csv.WriteField(Text(row.Period));
            csv.WriteField(row.Revision);
            csv.WriteField(row.Value.ToString("0.####", CultureInfo.InvariantCulture));
            csv.WriteField(row.Weight?.ToString("0.####", CultureInfo.InvariantCulture));
            csv.WriteField(row.Restated ? "true" : "false");
            csv.WriteField(Text(row.Method));
            csv.WriteField(row.Qualifier);
            csv.WriteField(row.Simulated ? "true" : "false");
            csv.WriteField(row.Simulated ? "DỮ LIỆU MÔ PHỎNG" : "");
            csv.WriteField(row.ReceivedAt.ToString("O", CultureInfo.InvariantCulture));
            csv.WriteField(row.Commit);
            foreach (var part in new[] { row.Source?.Title, row.Source?.Publisher, row.Source?.Url, row.Source?.Document, row.Source?.Published, row.Source?.Page, row.Source?.Quote })
                csv.WriteField(Text(part));
            csv.NextRecord();
        }

        csv.Flush();
        return text.ToString();
    }

    // A sender's text must not become a formula on the desk of whoever opens the export. Numbers and the qualifier, one of four signs, are not a sender's text.
    private static string? Text(string? text) => text is { Length: > 0 } && text[0] is '=' or '+' or '-' or '@' or '\t' or '\r' or '\n' ? "'" + text : text;
}
