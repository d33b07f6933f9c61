using System.Globalization;
using KhcnIoc.Core.Areas;
using KhcnIoc.Core.Indicators;
using KhcnIoc.Core.Live;
using KhcnIoc.Web.Live;
using KhcnIoc.Web.Views;

namespace KhcnIoc.Web.Pages.Areas;

/// <summary>What pages of areas and agencies say in the same words.</summary>
internal static class AreaWords
{
    /// <summary>In the order in which they are counted and listed, worst first; each is also the name of its mark.</summary>
    private static readonly string[] s_standings = ["behind", "watch", "on-path", "met", "unknown", "missing"];

    public static string Day(DateOnly day) => day.ToString("dd/MM/yyyy", CultureInfo.InvariantCulture);

    public static DateOnly DayOf(PageContext context) => ProvinceCalendar.DayOf(context.At);

    public static string NameOf(Area area, PageContext context) => area.NameOn(DayOf(context)).Name;

    public static string NameOf(Indicator indicator, PageContext context) => Cultures.Pick(context.Culture, indicator.NameVi, indicator.NameEn);

    public static string KindOf(AreaKind kind, PageContext context) => context.T("Areas.Kind." + kind);

    public static PageLink Home(PageContext context) => new(context.T("Areas.Overview"), context.Links.Home);

    public static PageLink Communes(PageContext context) => new(context.T("Areas.ListTitle"), context.Links.To("/areas"));

    public static PageLink Agencies(PageContext context) => new(context.T("Areas.AgencyListTitle"), context.Links.To("/agencies"));

    public static PageLink Link(Area area, PageContext context) => new(NameOf(area, context), context.Links.Area(area.Code));

    public static string Code(FigureState figure) => figure.Value is null ? "missing" : figure.Standing.ToCode();

    /// <summary>Worst first: behind before watch, and of each the one furthest below its path in proportion to its target.</summary>
    public static IEnumerable<T> WorstFirst<T>(IEnumerable<T> items, Func<T, FigureState> figure) =>
        items.OrderBy(i => Array.IndexOf(s_standings, Code(figure(i)))).ThenByDescending(i => Shortfall(figure(i)));

    private static decimal Shortfall(FigureState figure) =>
        figure is { Standing: Standing.Behind or Standing.Watch, Gap: { } gap }
            ? Math.Abs(gap) / Math.Max(Math.Abs(figure.JudgedTarget?.Value ?? figure.PathAtPeriodEnd ?? 0), 0.0001m)
            : 0;

    /// <summary>How many have which standing, those that nobody has left out except for the two that a leader looks for.</summary>
    public static IReadOnlyList<StandingCount> Counts(IReadOnlyCollection<FigureState> figures, int missing, PageContext context)
    {
        var counts = figures.CountBy(Code).ToDictionary(StringComparer.Ordinal);
        counts["missing"] = missing;
        return
        [
            .. s_standings.Where(s => s is "behind" or "watch" || counts.GetValueOrDefault(s) > 0)
                .Select(s => new StandingCount(s, context.T(s == "missing" ? "Areas.Missing" : s == "unknown" ? "Areas.NotJudged" : "Standing." + s), counts.GetValueOrDefault(s))),
        ];
    }

    /// <summary>The same in one sentence.</summary>
    public static string Sentence(IReadOnlyList<StandingCount> counts, IReadOnlyCollection<FigureState> figures, PageContext context)
    {
        var parts = counts.Where(c => c.Count > 0).Select(c => string.Create(context.Culture, $"{c.Count} {Lower(c.Label, context)}"));
        var text = context.T("Areas.SummaryText", counts.Sum(c => c.Count), string.Join(", ", parts));
        var stale = figures.Count(f => f.DataState is DataState.Stale or DataState.Error);
        return stale == 0 ? text : text + " " + context.T("Areas.SummaryStale", stale);
    }

    private static string Lower(string label, PageContext context) => label.ToLower(context.Culture);

    public static TableCell Linked(PageLink link, string hint = "") => new(link.Text) { Href = link.Href, Hint = hint };

    public static TableCell Linked(Agency? agency, string code, PageContext context, string hint = "") =>
        agency is null ? new(code) : new(agency.ShortName) { Href = context.Links.Agency(agency.Code), Hint = hint };

    /// <summary>Time and age, with what else is to be said of the figure.</summary>
    public static TableCell Time(FigureState figure, FigureWords words) =>
        figure.Value is null ? TableCell.Empty : new(words.Time) { Hint = string.Join(" · ", new[] { words.Age, words.Note }.Where(t => t.Length > 0)) };

    public static TableCell Against(FigureWords words) => new(words.Gap) { Mark = words.Mark, Hint = words.Target };

    public static TableCell Value(FigureState figure, FigureWords words, PageContext context) => new(words.Text)
    {
        Number = figure.Value,
        Decimals = context.Pack.Indicators[figure.Key.Indicator].Decimals,
        Unit = words.Unit,
        Href = context.Links.Figure(figure.Key),
        Simulated = figure is { Simulated: true, Value: not null },
    };

    public static TableCell Number(long? number, PageContext context) => FigureCells.Number(number, 0, context.Culture);

    /// <summary>"12/98" with what must be known of it.</summary>
    public static TableCell Rank(RankedPart? part, int ranked, PageContext context)
    {
        if (part?.Rank is not { } rank) return new("–");
        var hints = new List<string>(3);
        if (part.Moved is { } moved && moved != 0) hints.Add(context.T(moved > 0 ? "Areas.RankUp" : "Areas.RankDown", Math.Abs(moved)));
        else if (part.Moved == 0) hints.Add(context.T("Areas.RankSame"));
        if (part.Tied) hints.Add(context.T("Areas.RankTied"));
        if (part.SmallDenominator) hints.Add(context.T("Areas.RankSmall"));
        return new(string.Create(CultureInfo.InvariantCulture, $"{rank}/{ranked}")) { Number = rank, Hint = string.Join(" · ", hints) };
    }

    /// <summary>The middle of a group, with how many of how many it is of.</summary>
    public static TableCell Middle(GroupMiddle? middle, int of, Indicator indicator, PageContext context, string href) =>
        middle is null
            ? new("–") { Hint = of == 0 ? "" : context.T("Areas.Of", 0, of) }
            : FigureCells.Number(middle.Median, indicator.Decimals, context.Culture, Wording.UnitOf(indicator, context.Culture)) with { Href = href, Hint = context.T("Areas.Of", middle.Count, of) };
}
