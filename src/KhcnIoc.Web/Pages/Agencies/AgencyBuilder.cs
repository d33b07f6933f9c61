using System.Text.RegularExpressions;
using KhcnIoc.Core.Areas;
using KhcnIoc.Core.Indicators;
using KhcnIoc.Core.Live;
using KhcnIoc.Core.Packs;
using KhcnIoc.Web.Pages.Areas;
using KhcnIoc.Web.Views;

namespace KhcnIoc.Web.Pages.Agencies;

/// <summary><c>/agencies/{code}</c>: what an agency leads, what it reports beside the others, its duties and its feeds.</summary>
internal sealed partial class AgencyBuilder(ProvincePack pack, ViewFactory factory, BoardPartsCache boards, FeedDirectory feeds) : IPageBuilder
{
    /// <summary>How the packs write that a duty is everybody's, and that no plan names an agency.</summary>
    private const string Everybody = "all-agencies", Assumed = "assumed";

    /// <summary>The central body that both provinces report to: it has no duties towards them.</summary>
    private const string Central = "most";

    /// <summary>The commune authorities together: their figures stand on the communes' pages.</summary>
    private const string CommuneLevel = "commune-level";

    public Type View => typeof(AgencyView);

    public IReadOnlyList<string>? Match(IReadOnlyList<string> path) => path is ["agencies", var code] ? [code] : null;

    public async Task<PageView?> BuildAsync(IReadOnlyList<string> codes, PageContext context, CancellationToken cancellationToken)
    {
        if (!pack.Agencies.TryGetValue(codes[0], out var agency)) return null;
        var book = await feeds.GetAsync(cancellationToken);
        var parts = boards.Of(context.Board);
        var led = pack.PlanIndicators.Where(i => i.LeadAgency == agency.Code).Select(i => context.Board.Get(new(i.Code, pack.Province.Code))).ToList();
        var own = parts.OfAgency(agency.Code);
        var reported = pack.Catalogue.Where(i => own.ContainsKey(i.Code)).Select(i => own[i.Code]).ToList();
        var all = pack.Agencies.Values.ToList();
        var at = all.FindIndex(a => a.Code == agency.Code);

        List<PlaceSection> sections = [];
        if (led.Count > 0) sections.Add(Led(led, context));
        if (reported.Count > 0 || led.Count == 0) sections.Add(Reported(agency, reported, parts, context));
        sections.Add(Duties(agency, context));
        sections.Add(Feeds(agency, parts, book, context));

        return new AgencyView
        {
            Context = context,
            Title = agency.Name,
            Subtitle = KindOf(agency, context),
            Way = [AreaWords.Home(context), AreaWords.Agencies(context)],
            Previous = at > 0 ? Link(all[at - 1], context) : null,
            Next = at < all.Count - 1 ? Link(all[at + 1], context) : null,
            Simulated = led.Concat(reported).Any(f => f is { Simulated: true, Value: not null }),
            Facts = Facts(agency, led.Count, reported.Count, context),
            Notices = agency.Kind == CommuneLevel ? [context.T("Areas.AgencyCommunes")] : [],
            Actions = Actions(agency, reported, parts, context),
            Sections = sections,
            Series = led.Concat(reported).Select(f => f.Key).ToHashSet(),
        };
    }

    internal static string KindOf(Agency agency, PageContext context) => context.T("Areas.AgencyKind." + agency.Kind);

    private static PageLink Link(Agency agency, PageContext context) => new(agency.ShortName, context.Links.Agency(agency.Code));

    private static List<Fact> Facts(Agency agency, int led, int reported, PageContext context) =>
    [
        new(context.T("Areas.ShortName"), agency.ShortName),
        new(context.T("Areas.Led"), Wording.Number(led, 0, context.Culture), led, "#led"),
        new(context.T("Areas.Reports"), Wording.Number(reported, 0, context.Culture), reported, "#reported"),
        new(context.T("Areas.NamedIn"), agency.NamedIn == Assumed ? context.T("Areas.NamedNowhere") : FileNumber().Replace(agency.NamedIn, "")),
    ];

    private List<PageLink> Actions(Agency agency, List<FigureState> reported, BoardParts parts, PageContext context)
    {
        if (agency.Kind == CommuneLevel) return [AreaWords.Communes(context)];
        var nearest = Nearest(agency, reported, parts);
        return nearest.Count == 0 ? [] : [new(context.T("Areas.CompareWithAgencies"), context.Links.Compare([], [agency.Code, .. nearest], []))];
    }

    /// <summary>The agencies that report most of the same indicators; of the same kind first where that is equal.</summary>
    private List<string> Nearest(Agency agency, List<FigureState> reported, BoardParts parts) =>
    [
        .. pack.Agencies.Values.Where(a => a.Code != agency.Code)
            .Select(a => (Agency: a, Shared: reported.Count(f => parts.OfAgency(a.Code).ContainsKey(f.Key.Indicator))))
            .Where(a => a.Shared > 0)
            .OrderByDescending(a => a.Shared).ThenByDescending(a => a.Agency.Kind == agency.Kind)
            .Take(2).Select(a => a.Agency.Code),
    ];

    private PlaceSection Led(List<FigureState> figures, PageContext context)
    {
        var present = figures.Where(f => f.Value is not null).ToList();
        var counts = AreaWords.Counts(present, figures.Count - present.Count, context);
        TableColumn[] columns =
        [
            new("indicator", context.T("Areas.Indicator"), ColumnKind.Text),
            new("value", context.T("Areas.ProvinceValue"), ColumnKind.Number),
            new("standing", context.T("Areas.AgainstPath"), ColumnKind.Text),
            new("time", context.T("Areas.Time"), ColumnKind.Text),
        ];
        var rows = AreaWords.WorstFirst(figures, f => f).Select(figure =>
        {
            var indicator = pack.Indicators[figure.Key.Indicator];
            var words = factory.Words(figure, context.Culture, context.At);
            return new TableRow(indicator.Code,
            [
                AreaWords.Linked(new(AreaWords.NameOf(indicator, context), context.Links.Indicator(indicator.Code)), indicator.LeadAgencyAssumed ? context.T("Areas.LeadAssumed") : ""),
                AreaWords.Value(figure, words, context),
                AreaWords.Against(words),
                AreaWords.Time(figure, words),
            ]);
        });
        return new("led", context.T("Areas.LedTitle"))
        {
            Counts = counts,
            Texts = [AreaWords.Sentence(counts, present, context)],
            Figures = new(new TableView("led", context.T("Areas.LedCaption"), columns, [.. rows]).Sorted(context.Query)),
        };
    }

    private PlaceSection Reported(Agency agency, List<FigureState> figures, BoardParts parts, PageContext context)
    {
        TableColumn[] columns =
        [
            new("indicator", context.T("Areas.Indicator"), ColumnKind.Text),
            new("value", context.T("Areas.Value"), ColumnKind.Number),
            new("standing", context.T("Areas.AgainstPath"), ColumnKind.Text),
            new("province", context.T("Areas.WholeProvince"), ColumnKind.Number),
            new("median", context.T("Areas.AgenciesMedian"), ColumnKind.Number),
            new("rank", context.T("Areas.RankAgencies"), ColumnKind.Number),
            new("time", context.T("Areas.Time"), ColumnKind.Text),
        ];
        var bars = new Dictionary<string, PlaceBar>(StringComparer.Ordinal);
        var rows = AreaWords.WorstFirst(figures, f => f).Select(figure =>
        {
            var indicator = pack.Indicators[figure.Key.Indicator];
            var words = factory.Words(figure, context.Culture, context.At);
            var province = context.Board.Get(new(indicator.Code, pack.Province.Code));
            var ranks = parts.Agencies(indicator);
            if (PlaceBar.Of(ranks.Lowest, ranks.Highest, figure.Value, indicator.Aggregation == Aggregation.Sum ? null : province.Value, ranks.Middle?.Median) is { } bar) bars[indicator.Code] = bar;
            return new TableRow(indicator.Code,
            [
                AreaWords.Linked(new(AreaWords.NameOf(indicator, context), context.Links.Indicator(indicator.Code))),
                AreaWords.Value(figure, words, context),
                AreaWords.Against(words),
                AreaWords.Value(province, factory.Words(province, context.Culture, context.At), context),
                AreaWords.Middle(ranks.Middle, ranks.Parts.Count, indicator, context, ""),
                AreaWords.Rank(ranks.Find(agency.Code), ranks.Ranked, context),
                AreaWords.Time(figure, words),
            ]);
        });
        var table = new TableView("reported", context.T("Areas.ReportedCaption"), columns, [.. rows]) { EmptyText = context.T("Areas.ReportedNone") }.Sorted(context.Query);
        return new("reported", context.T("Areas.ReportedTitle")) { Figures = new(table, "rank", bars, bars.Count > 0 ? context.T("Areas.BarLegendAgencies") : "") };
    }

    private PlaceSection Duties(Agency agency, PageContext context)
    {
        TableColumn[] columns =
        [
            new("what", context.T("Areas.DutyWhat"), ColumnKind.Text), new("with", context.T("Areas.DutyWith"), ColumnKind.Text),
            new("cadence", context.T("Areas.CadenceColumn"), ColumnKind.Text), new("plan", context.T("Areas.DutyPlan"), ColumnKind.Text),
        ];
        var rows = pack.ReportingDuties.Select((duty, i) => (Duty: duty, Key: $"d{i}"))
            .Where(d => IsOf(d.Duty, agency) || d.Duty.To == agency.Code)
            .OrderBy(d => d.Duty.Who == agency.Code ? 0 : IsOf(d.Duty, agency) ? 1 : 2)
            .Select(d => new TableRow(d.Key,
            [
                new(d.Duty.WhatVi) { Hint = d.Duty.Who == Everybody && IsOf(d.Duty, agency) ? context.T("Areas.DutyEverybody") : "" },
                IsOf(d.Duty, agency) ? To(d.Duty.To, "Areas.DutyTo", context) : To(d.Duty.Who, "Areas.DutyFrom", context),
                new(context.T("Areas.DutyCadence." + d.Duty.Cadence)),
                new(d.Duty.Plan) { Hint = context.T("Areas.Section", d.Duty.Section) },
            ]));
        return new("duties", context.T("Areas.DutiesTitle")) { Table = new TableView("duties", context.T("Areas.DutiesCaption"), columns, [.. rows]) { EmptyText = context.T("Areas.DutiesNone") }.Sorted(context.Query) };
    }

    private static bool IsOf(ReportingDuty duty, Agency agency) =>
        duty.Who == agency.Code || (duty.Who == Everybody && duty.To != agency.Code && agency.Code != Central);

    private TableCell To(string code, string key, PageContext context)
    {
        if (code == Everybody) return new(context.T(key, context.T("Areas.Everybody")));
        return pack.Agencies.TryGetValue(code, out var other) ? new(context.T(key, other.ShortName)) { Href = context.Links.Agency(code) } : new(context.T(key, code));
    }

    private PlaceSection Feeds(Agency agency, BoardParts parts, FeedBook book, PageContext context)
    {
        var own = pack.Feeds.Values.Where(f => f.Agency == agency.Code).OrderBy(f => f.Rank).ThenBy(f => f.Code, StringComparer.Ordinal).Select(f => f.Code).ToList();
        return new("feeds", context.T("Areas.AgencyFeedsTitle")) { Table = FeedRows.Table(context, own, parts.All, parts, book) };
    }

    // "001: Sở Tài chính": which document of the study a name was found in, nothing to people.
    [GeneratedRegex(@"\b\d{3}: ")]
    private static partial Regex FileNumber();
}
