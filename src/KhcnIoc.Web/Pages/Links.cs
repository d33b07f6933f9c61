using KhcnIoc.Core.Indicators;
using KhcnIoc.Web.Live;

namespace KhcnIoc.Web.Pages;

/// <summary>Addresses of pages. They carry language and moment along, so that whoever goes on in the past stays there.</summary>
public sealed class Links(PageQuery query)
{
    private readonly (string Key, string Value)[] _carried =
    [
        .. query.Culture.Name == Cultures.English.Name ? [(PageQuery.LanguageKey, "en")] : Array.Empty<(string, string)>(),
        .. query.Moment.AsOf is { } at ? [(PageQuery.AsOfKey, AsOfText(at))] : Array.Empty<(string, string)>(),
        .. query.Moment.Period is { } period ? [(PageQuery.PeriodKey, period.Text)] : Array.Empty<(string, string)>(),
    ];

    private static readonly Links s_vietnamese = OfPresent(Cultures.Default), s_english = OfPresent(Cultures.English);

    /// <summary>The addresses of now in a language.</summary>
    public static Links Present(System.Globalization.CultureInfo culture) => culture.Name == Cultures.English.Name ? s_english : s_vietnamese;

    private static Links OfPresent(System.Globalization.CultureInfo culture) =>
        new(new PageQuery { Culture = culture, Moment = Core.Live.BoardMoment.Present, Values = new Dictionary<string, string>() });

    public string Home => To("/");
    public string Map(string indicator) => To("/map", ("indicator", indicator));
    public string Indicator(string code) => To("/indicators/" + Part(code));
    public string Area(string code) => To("/areas/" + Part(code));
    public string Agency(string code) => To("/agencies/" + Part(code));
    public string Observation(long id) => To("/observations/" + id.ToString(System.Globalization.CultureInfo.InvariantCulture));
    public string Document(int id) => To("/documents/" + id.ToString(System.Globalization.CultureInfo.InvariantCulture));

    /// <summary>The page of a shown figure, computed ones too.</summary>
    public string Figure(SeriesKey key) => key.Agency.Length == 0
        ? To($"/figures/{Part(key.Indicator)}/{Part(key.Area)}")
        : To($"/figures/{Part(key.Indicator)}/{Part(key.Area)}", ("agency", key.Agency));

    public string Search(string text) => To("/search", ("q", text));

    /// <param name="areas">Area codes; or agencies where the other list is empty.</param>
    public string Compare(IEnumerable<string> areas, IEnumerable<string> agencies, IEnumerable<string> indicators) =>
        To("/compare", ("areas", string.Join(',', areas)), ("agencies", string.Join(',', agencies)), ("indicators", string.Join(',', indicators)));

    /// <summary>Any path with what is carried and further parts; empty values are left out.</summary>
    public string To(string path, params ReadOnlySpan<(string Key, string Value)> parts)
    {
        var address = new System.Text.StringBuilder(path);
        var mark = '?';
        foreach (var (key, value) in parts) Add(key, value);
        foreach (var (key, value) in _carried) Add(key, value);
        return address.ToString();

        void Add(string key, string value)
        {
            if (value.Length == 0) return;
            address.Append(mark).Append(key).Append('=').Append(Uri.EscapeDataString(value).Replace("%2C", ",", StringComparison.Ordinal).Replace("%3A", ":", StringComparison.Ordinal));
            mark = '&';
        }
    }

    /// <summary>A day that ends at the instant as the day, anything else as the instant.</summary>
    public static string AsOfText(DateTimeOffset at)
    {
        var next = at.AddMilliseconds(1);
        return ProvinceCalendar.StartOf(ProvinceCalendar.DayOf(next)) == next
            ? ProvinceCalendar.DayOf(at).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture)
            : Period.OfInstant(at).Text;
    }

    private static string Part(string code) => Uri.EscapeDataString(code);
}
