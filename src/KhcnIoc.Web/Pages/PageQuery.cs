using System.Globalization;
using KhcnIoc.Core.Indicators;
using KhcnIoc.Core.Live;
using KhcnIoc.Web.Live;

namespace KhcnIoc.Web.Pages;

/// <summary>What the address of a page asks for besides its path: language, moment, filters.</summary>
/// <remarks><c>asof</c> is a local day (its end) or an instant; <c>period</c> is any period of the API. All else belongs to the page (sort orders, choices).</remarks>
public sealed record PageQuery
{
    public const string LanguageKey = "lang", AsOfKey = "asof", PeriodKey = "period";

    public required CultureInfo Culture { get; init; }
    public required BoardMoment Moment { get; init; }

    /// <summary>The other parts, by name; of a name that stands twice the last.</summary>
    public required IReadOnlyDictionary<string, string> Values { get; init; }

    /// <summary>The name of a part that could not be read (<c>asof</c>, <c>period</c>); empty = all could.</summary>
    public string Unreadable { get; init; } = "";

    /// <param name="query">With or without "?".</param>
    public static PageQuery Parse(string query)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (key, value) in Microsoft.AspNetCore.WebUtilities.QueryHelpers.ParseQuery(query)) values[key] = value[^1] ?? "";
        values.Remove(LanguageKey, out var language);
        values.Remove(AsOfKey, out var asOfText);
        values.Remove(PeriodKey, out var periodText);
        var unreadable = "";
        DateTimeOffset? asOf = null;
        Period? period = null;
        if (!string.IsNullOrEmpty(asOfText) && (asOf = InstantOf(asOfText)) is null) unreadable = AsOfKey;
        if (!string.IsNullOrEmpty(periodText) && !Period.TryParse(periodText, out period)) unreadable = PeriodKey;
        return new() { Culture = Cultures.Of(language), Moment = new(asOf, period), Values = values, Unreadable = unreadable };
    }

    public string Get(string key) => Values.GetValueOrDefault(key, "");

    /// <summary>The instant of <c>asof</c>: a day means its last moment in the province.</summary>
    private static DateTimeOffset? InstantOf(string text)
    {
        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && day < DateOnly.MaxValue)
            return ProvinceCalendar.StartOf(day.AddDays(1)).AddMilliseconds(-1);
        return Period.TryParse(text, out var period) && period.Kind == PeriodKind.Instant ? period.End : null;
    }
}
