using System.Globalization;

namespace KhcnIoc.Web.Live;

/// <summary>The languages the product speaks: Vietnamese first, English second.</summary>
internal static class Cultures
{
    public static readonly CultureInfo Default = CultureInfo.GetCultureInfo("vi-VN");

    /// <summary>British English: dates as dd/MM/yyyy, like the Vietnamese ones beside them.</summary>
    public static readonly CultureInfo English = CultureInfo.GetCultureInfo("en-GB");

    public static readonly IReadOnlyList<CultureInfo> All = [Default, English];

    /// <summary>The culture for a language tag; Vietnamese for anything that is not English.</summary>
    public static CultureInfo Of(string? tag) => tag is not null && tag.StartsWith("en", StringComparison.OrdinalIgnoreCase) ? English : Default;

    /// <summary>Of the two names that packs and dashboards give everything, the one in a culture.</summary>
    public static string Pick(CultureInfo culture, string vietnamese, string english) => culture.Name == English.Name ? english : vietnamese;
}
