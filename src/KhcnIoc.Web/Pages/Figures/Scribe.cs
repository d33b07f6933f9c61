using System.Globalization;
using KhcnIoc.Core.Areas;
using KhcnIoc.Core.Feeds;
using KhcnIoc.Core.Indicators;
using KhcnIoc.Core.Live;
using KhcnIoc.Web.Live;
using KhcnIoc.Web.Views;

namespace KhcnIoc.Web.Pages.Figures;

/// <summary>Names, numbers and times of one page, in its language.</summary>
internal sealed class Scribe(PageContext context, ViewFactory factory)
{
    public PageContext Context => context;
    public ViewFactory Factory => factory;
    public Links Links => context.Links;

    public string T(string key) => context.T(key);

    public string T(string key, params ReadOnlySpan<object?> values) => context.T(key, values);

    public Indicator Indicator(SeriesKey key) => context.Pack.Indicators[key.Indicator];

    public string Name(Indicator indicator) => Cultures.Pick(context.Culture, indicator.NameVi, indicator.NameEn);

    public string Area(string code)
    {
        if (!context.Pack.Areas.TryGetValue(code, out var area)) return code;
        return area.Level == AreaLevel.Country ? context.T("Comparison.Country") : area.NameOn(ProvinceCalendar.DayOf(context.At)).Name;
    }

    public string Agency(string code) => context.Pack.Agencies.TryGetValue(code, out var agency) ? agency.Name : code;

    /// <summary>Whose figure it is.</summary>
    public string Place(SeriesKey key) => key.Agency.Length > 0 ? $"{Agency(key.Agency)} · {Area(key.Area)}" : Area(key.Area);

    public string Feed(string code) => context.Pack.Feeds.TryGetValue(code, out var feed) ? feed.NameVi : code;

    public string Value(Indicator indicator, decimal value) => Wording.Number(value, indicator.Decimals, context.Culture);

    public string WithUnit(Indicator indicator, decimal value, ValueQualifier qualifier = ValueQualifier.Exact) =>
        Wording.WithUnit(Wording.Sign(qualifier) + Value(indicator, value), Wording.UnitOf(indicator, context.Culture), context.Culture);

    /// <summary>A limit that values are compared with: one decimal more than values have, where it needs it.</summary>
    public string Limit(Indicator indicator, decimal value)
    {
        var number = Wording.Short(decimal.Round(value, Math.Min(4, indicator.Decimals + 1), MidpointRounding.AwayFromZero), context.Culture);
        return Wording.WithUnit(number, Wording.UnitOf(indicator, context.Culture), context.Culture);
    }

    public string Number(decimal value) => Wording.Short(value, context.Culture);

    public string Percent(decimal share, int decimals = 1) => Wording.WithUnit(Wording.Number(share * 100, decimals, context.Culture), "%", context.Culture);

    public string Period(Period? period) => period is null ? "" : Wording.Time(period, context.Culture, context.At);

    public static string Day(DateOnly day) => day.ToString("dd/MM/yyyy", CultureInfo.InvariantCulture);

    public static string Instant(DateTimeOffset at) => ProvinceCalendar.ToLocal(at).ToString("dd/MM/yyyy HH:mm", CultureInfo.InvariantCulture);

    /// <summary>A document as it is cited: number, else title, with the page.</summary>
    public string Cited(Provenance source)
    {
        var name = source.Document.Length > 0 ? source.Document : source.Title;
        return source.Page.Length > 0 ? T("Figures.Cited", name, source.Page) : name;
    }

    /// <summary>Only what a browser opens as a page.</summary>
    public static string Outside(string url) => Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" ? url : "";

    public FigureHead Head(FigureState figure)
    {
        var words = factory.Words(figure, context.Culture, context.At);
        var facts = new List<Fact>();
        Add("Standing", words.Standing, words.Mark);
        Add("Target", words.Target);
        Add("Path", figure is { Value: not null, PathToday: { } path } ? WithUnit(Indicator(figure.Key), path) : "");
        Add("Time", words.Time);
        Add("Age", words.Age);
        Add("Note", words.Note);
        Add("Source", words.Source);
        return new(words.Text, figure.Value, words.Unit, words.Mark, figure.Standing.ToCode(), figure.DataState.ToCode(), words.Gap, words.Simulated, facts);

        void Add(string key, string text, string mark = "")
        {
            if (text.Length > 0) facts.Add(new(T("Figures.Words." + key), text, Mark: mark));
        }
    }

    /// <summary>The way up to a figure.</summary>
    public List<PageLink> WayTo(SeriesKey key, bool withFigure = false)
    {
        List<PageLink> way = [new(T("Figures.Overview"), Links.Home), new(Name(Indicator(key)), Links.Indicator(key.Indicator))];
        if (key.Agency.Length > 0) way.Add(new(Agency(key.Agency), Links.Agency(key.Agency)));
        else if (context.Pack.Areas.TryGetValue(key.Area, out var area) && area.Level == AreaLevel.Commune) way.Add(new(Area(key.Area), Links.Area(key.Area)));
        if (withFigure) way.Add(new(T("Figures.Title"), Links.Figure(key)));
        return way;
    }
}
