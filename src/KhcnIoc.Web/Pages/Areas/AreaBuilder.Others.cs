using KhcnIoc.Core.Areas;
using KhcnIoc.Core.Indicators;
using KhcnIoc.Core.Live;
using KhcnIoc.Web.Views;

namespace KhcnIoc.Web.Pages.Areas;

internal sealed partial class AreaBuilder
{
    private AreaView Province(BoardParts parts, FeedBook book, PageContext context)
    {
        var area = pack.Province;
        var figures = pack.PlanIndicators.Select(i => context.Board.Get(new(i.Code, area.Code))).ToList();
        var present = figures.Where(f => f.Value is not null).ToList();
        var counts = AreaWords.Counts(present, figures.Count - present.Count, context);
        var day = AreaWords.DayOf(context);
        var facts = Facts(area, context);
        if (area.ValidFrom is { } from) facts.Add(new(context.T("Areas.Established"), area.Names[0].Document is { Length: > 0 } d ? $"{AreaWords.Day(from)} ({d})" : AreaWords.Day(from)));
        facts.Add(new(context.T("Areas.CommunesFact"), KindCounts(pack.Communes, day, context), Href: context.Links.To("/areas")));
        facts.AddRange(area.Predecessors.Select(code => pack.Areas[code]).Select(p => new Fact(context.T("Areas.MergedFrom"), p.ShortName, Href: context.Links.Area(p.Code))));

        return new()
        {
            Context = context,
            Area = area.Code,
            Time = time,
            Title = AreaWords.NameOf(area, context),
            Subtitle = context.T("Areas.ProvinceSubtitle"),
            Way = [AreaWords.Home(context), AreaWords.Communes(context)],
            Simulated = present.Exists(f => f.Simulated),
            Facts = facts,
            Notices = area.ValidFrom is { } start && day < start ? [context.T("Areas.ProvinceNotYet", AreaWords.Day(start))] : [],
            Sections =
            [
                new("summary", context.T("Areas.PlanSummaryTitle")) { Counts = counts, Texts = [AreaWords.Sentence(counts, present, context)] },
                new("indicators", context.T("Areas.IndicatorsTitle")) { Figures = new(ProvinceFigures(present, context)) },
                Feeds([.. parts.All], parts, book, context),
                Names(area, context),
            ],
        };
    }

    private TableView ProvinceFigures(List<FigureState> figures, PageContext context)
    {
        var beside = pack.Province.Predecessors.Append("vn").Where(pack.Areas.ContainsKey).Select(c => pack.Areas[c]).ToList();
        TableColumn[] columns =
        [
            new("indicator", context.T("Areas.Indicator"), ColumnKind.Text),
            new("value", context.T("Areas.Value"), ColumnKind.Number),
            new("standing", context.T("Areas.AgainstPath"), ColumnKind.Text),
            new("time", context.T("Areas.Time"), ColumnKind.Text),
            .. beside.Select(a => new TableColumn(a.Code, a.ShortName, ColumnKind.Number)),
        ];
        var rows = AreaWords.WorstFirst(figures, f => f).Select(figure =>
        {
            var indicator = pack.Indicators[figure.Key.Indicator];
            var words = Words(figure, context);
            return new TableRow(indicator.Code,
            [
                AreaWords.Linked(new(AreaWords.NameOf(indicator, context), context.Links.Indicator(indicator.Code))),
                AreaWords.Value(figure, words, context),
                AreaWords.Against(words),
                AreaWords.Time(figure, words),
                .. beside.Select(a => Beside(figure.Comparisons.FirstOrDefault(c => c.Area == a.Code), indicator, context)),
            ]);
        });
        return new TableView("indicators", context.T("Areas.PlanCaption"), columns, [.. rows]) { EmptyText = context.T("Areas.NoFigures"), Note = context.T("Areas.BesideNote") }.Sorted(context.Query);
    }

    private static TableCell Beside(Comparison? other, Indicator indicator, PageContext context) => other is null
        ? new("–")
        : new(Wording.Sign(other.Qualifier) + Wording.Number(other.Value, indicator.Decimals, context.Culture))
        {
            Number = other.Value,
            Decimals = indicator.Decimals,
            Unit = Wording.UnitOf(indicator, context.Culture),
            Href = context.Links.Figure(new(indicator.Code, other.Area)),
            Hint = string.Join(" · ", new[] { Wording.Time(other.Period, context.Culture, context.At), other.Method.Length > 0 ? context.T("Reason.OtherMethod") : "" }.Where(t => t.Length > 0)),
        };

    /// <summary>A predecessor, the country or a benchmark: its figures as what they are, beside the province's.</summary>
    private AreaView Other(Area area, BoardParts parts, PageContext context)
    {
        var own = parts.OfArea(area.Code);
        var figures = pack.Catalogue.Where(i => own.ContainsKey(i.Code)).Select(i => own[i.Code]).ToList();
        var isPredecessor = area.Level == AreaLevel.Predecessor;
        var province = AreaWords.NameOf(pack.Province, context);
        var facts = Facts(area, context);
        var notices = new List<string>();
        List<PlaceSection> sections = [new("indicators", context.T("Areas.FiguresTitle")) { Figures = new(OtherFigures(area, figures, context)) }];
        if (area.ValidTo is { } end)
        {
            facts.Add(new(context.T("Areas.Until"), AreaWords.Day(end.AddDays(-1))));
            notices.Add(isPredecessor
                ? context.T("Areas.PredecessorEnded", area.ShortName, AreaWords.Day(end), pack.Province.Names[0].Name, pack.Province.Names[0].Document)
                : context.T("Areas.BenchmarkEnded", area.ShortName, AreaWords.Day(end)));
        }

        if (isPredecessor)
        {
            var communes = pack.Communes.Where(c => c.FormerProvince == area.Code).ToList();
            facts.Add(new(context.T("Areas.FollowedBy"), province, Href: context.Links.Area(pack.Province.Code)));
            sections.Add(new("communes", context.T("Areas.FormerCommunesTitle", communes.Count))
            {
                Texts = [context.T("Areas.FormerCommunesText", KindCounts(communes, AreaWords.DayOf(context), context), Wording.Number(communes.Sum(c => c.Population ?? 0), 0, context.Culture))],
                Links = [.. communes.Select(c => AreaWords.Link(c, context))],
            });
        }
        else
        {
            notices.Add(context.T("Areas.OnlyComparedWith", province));
        }

        sections.Add(new("others", context.T("Areas.OthersTitle")) { Links = [.. AreaListBuilder.Others(pack).Where(a => a.Code != area.Code).Select(a => AreaWords.Link(a, context) with { Text = a.ShortName })] });
        return new()
        {
            Context = context,
            Area = area.Code,
            Time = time,
            Title = AreaWords.NameOf(area, context),
            Subtitle = context.T("Areas.Subtitle." + area.Level),
            Way = [AreaWords.Home(context), AreaWords.Communes(context)],
            Simulated = figures.Exists(f => f.Simulated),
            Facts = facts,
            Notices = notices,
            Sections = sections,
        };
    }

    private TableView OtherFigures(Area area, List<FigureState> figures, PageContext context)
    {
        TableColumn[] columns =
        [
            new("indicator", context.T("Areas.Indicator"), ColumnKind.Text),
            new("value", area.ShortName, ColumnKind.Number),
            new("time", context.T("Areas.Time"), ColumnKind.Text),
            new("source", context.T("Areas.Source"), ColumnKind.Text),
            new("province", context.T("Areas.ProvinceNow", pack.Province.ShortName), ColumnKind.Number),
        ];
        var rows = figures.Select(figure =>
        {
            var indicator = pack.Indicators[figure.Key.Indicator];
            var words = Words(figure, context);
            var province = context.Board.Get(new(indicator.Code, pack.Province.Code));
            var provinceWords = Words(province, context);
            return new TableRow(indicator.Code,
            [
                AreaWords.Linked(new(AreaWords.NameOf(indicator, context), context.Links.Indicator(indicator.Code))),
                AreaWords.Value(figure, words, context),
                new(words.Time) { Hint = figure.Method.Length > 0 ? context.T("Reason.OtherMethod") : "" },
                new(words.Source),
                AreaWords.Value(province, provinceWords, context) with { Hint = provinceWords.Time },
            ]);
        });
        return new TableView("indicators", context.T("Areas.OtherCaption", area.ShortName), columns, [.. rows]) { EmptyText = context.T("Areas.NoFigures"), Note = context.T("Areas.OtherNote") }.Sorted(context.Query);
    }

    /// <summary>"82 xã, 20 phường".</summary>
    internal static string KindCounts(IReadOnlyList<Area> communes, DateOnly day, PageContext context) => string.Join(
        ", ", communes.CountBy(c => c.NameOn(day).Kind).OrderBy(k => k.Key).Select(k => $"{k.Value} {context.T("Areas.KindMany." + k.Key)}"));
}
