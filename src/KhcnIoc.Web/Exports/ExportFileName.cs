using System.Globalization;
using System.Text;
using KhcnIoc.Core.Indicators;
using KhcnIoc.Web.Pages;
using Microsoft.Net.Http.Headers;

namespace KhcnIoc.Web.Exports;

/// <summary>Names of exported files: province, page, day. Readable in ASCII, and with Vietnamese letters for programs that know them.</summary>
internal static class ExportFileName
{
    private const int Longest = 80;

    /// <summary><c>dong-thap_coverage-5g_2026-11-21.xlsx</c>.</summary>
    public static string Ascii(PageView view, string extension)
    {
        var context = view.Context;
        var end = context.Address.IndexOfAny(['?', '#']);
        var codes = (end < 0 ? context.Address : context.Address[..end]).Split('/', StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(Uri.UnescapeDataString).ToList();

        // A number says nothing to a reader; the title does.
        var page = codes.Count == 0 || codes.Exists(c => c.All(char.IsAsciiDigit)) ? Slug(view.Title) : Slug(string.Join(' ', codes));
        return $"{Slug(context.Pack.Code)}_{(page.Length > 0 ? page : "trang")}_{Day(context)}.{extension}";
    }

    /// <summary><c>Đồng Tháp – Tỷ lệ phủ sóng 5G – 2026-11-21.xlsx</c>.</summary>
    public static string Full(PageView view, string extension)
    {
        var name = $"{view.Context.Pack.Province.ShortName} – {view.Title}";
        var clean = string.Concat(name.Select(c => c is '/' or '\\' or ':' or '*' or '?' or '"' or '<' or '>' or '|' || char.IsControl(c) ? ' ' : c)).Normalize(NormalizationForm.FormC);
        return $"{(clean.Length > Longest ? clean[..Longest].TrimEnd() : clean)} – {Day(view.Context)}.{extension}";
    }

    public static string Disposition(PageView view, string extension) =>
        new ContentDispositionHeaderValue("attachment") { FileName = Ascii(view, extension), FileNameStar = Full(view, extension) }.ToString();

    private static string Day(PageContext context) => ProvinceCalendar.DayOf(context.At).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string Slug(string text)
    {
        var slug = new StringBuilder(text.Length);
        foreach (var c in text.Normalize(NormalizationForm.FormD).ToLowerInvariant())
        {
            if (char.IsAsciiLetterOrDigit(c)) slug.Append(c);
            else if (c == 'đ') slug.Append('d');
            else if (CharUnicodeInfo.GetUnicodeCategory(c) != UnicodeCategory.NonSpacingMark && slug.Length > 0 && slug[^1] != '-') slug.Append('-');
        }

        var trimmed = slug.Length > Longest ? slug.ToString(0, Longest) : slug.ToString();
        return trimmed.Trim('-');
    }
}
