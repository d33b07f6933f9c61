using KhcnIoc.Core.Feeds;
using KhcnIoc.Core.Indicators;
using KhcnIoc.Core.Live;
using KhcnIoc.Core.Packs;
using KhcnIoc.TestSupport;
using KhcnIoc.Web.Pages;
using KhcnIoc.Web.Pages.Figures;
using KhcnIoc.Web.Views;

namespace KhcnIoc.Web.Tests.Figures;

public class FigurePageTests
{
    private static readonly DateTimeOffset s_now = new(2026, 11, 21, 1, 42, 0, TimeSpan.Zero);
    private static readonly ProvincePack s_pack = SamplePack.Create();
    private static readonly ViewFactory s_factory = new(s_pack);
    private readonly MemoryStore _store = new();

    private static SeriesKey Key(string indicator, int commune = 0) => new(indicator, commune == 0 ? SamplePack.Province : SamplePack.Commune(commune));

    private static FigureState Figure(SeriesKey key, decimal value, string period = "2026-10", FigureOrigin origin = FigureOrigin.Reported, long? id = null) => new()
    {
        Key = key,
        Origin = origin,
        Value = value,
        Period = Period.Parse(period),
        EffectiveEnd = Period.Parse(period).End,
        ReceivedAt = Period.Parse(period).End.AddDays(1),
        Feed = "feed",
        ObservationId = id,
        Revision = 1,
        DataState = DataState.Fresh,
    };

    private async Task<PageView?> BuildAsync(IBoardView board, string address)
    {
        var query = PageQuery.Parse(address.Contains('?', StringComparison.Ordinal) ? address[address.IndexOf('?', StringComparison.Ordinal)..] : "");
        var context = new PageContext { Address = address, Query = query, Board = board, Pack = s_pack, Now = s_now, Links = new Links(query) };
        IPageBuilder[] builders = [new FigureBuilder(_store, s_factory), new ObservationBuilder(_store, s_factory), new DocumentBuilder(_store, s_factory)];
        var path = address.Split('?')[0].Split('/', StringSplitOptions.RemoveEmptyEntries);
        foreach (var builder in builders)
        {
            if (builder.Match(path) is { } codes) return await builder.BuildAsync(codes, context, CancellationToken.None);
        }

        return null;
    }

    private async Task<ChainView> ViewAsync(IBoardView board, string address) => Assert.IsAssignableFrom<ChainView>(await BuildAsync(board, address));

    /// <summary>Stores values through the store of the test and returns the observations.</summary>
    private async Task<IReadOnlyList<Observation>> StoreAsync(DateTimeOffset received, params CheckedReading[] readings) =>
        (await _store.AppendAsync([new CheckedBatch { Feed = "feed", ReceivedAt = received, Readings = readings, Rejections = [] }], CancellationToken.None))[0].Stored;

    private static CheckedReading Reading(SeriesKey key, string period, decimal value, Provenance? source = null, int? row = null) =>
        new() { Index = 0, Series = key, Period = Period.Parse(period), Value = value, Source = source, Row = row };

    private static FigureExplanation Mean(params (decimal? Value, decimal Weight)[] parts)
    {
        var weight = parts.Where(p => p.Value is not null).Sum(p => p.Weight);
        var total = parts.Where(p => p.Value is not null).Sum(p => p.Value!.Value * p.Weight);
        return new()
        {
            Figure = Figure(Key(SamplePack.Coverage), Math.Round(total / weight, 4, MidpointRounding.AwayFromZero), origin: FigureOrigin.RolledUp) with { ShareReported = 0.9m },
            Formula = FigureFormula.WeightedMean,
            Weight = "population",
            CountedWeight = weight,
            Parts = [.. parts.Select((p, i) => new FigurePart(
                Key(SamplePack.Coverage, i + 1), p.Value is { } v ? Figure(Key(SamplePack.Coverage, i + 1), v) : new() { Key = Key(SamplePack.Coverage, i + 1) },
                p.Weight, p.Value is null ? 0 : p.Weight / weight, p.Value is null ? PartExclusion.NoFigure : PartExclusion.None))],
        };
    }

    private static TableView Table(ChainView view, string id) => Assert.Single(view.Blocks.OfType<TableBlock>(), b => b.Table.Id == id).Table;

    private static string TextOf(ChainView view) => string.Join("\n", view.Blocks.SelectMany(b => b switch
    {
        TextBlock text => [text.Text],
        HeadingBlock heading => [heading.Text],
        FactsBlock facts => facts.Facts.Select(f => $"{f.Label}: {f.Text}"),
        _ => Array.Empty<string>(),
    }));

    [Fact]
    public async Task Figure_WeightedMean_ShowsTheFormulaWithTheRealNumbers()
    {
        var view = await ViewAsync(new PlayedBoard(s_pack, s_now).With(Mean((80, 1000), (60, 2000), (50, 3000), (null, 4000))), "/figures/coverage/82");

        Assert.Contains("(80 × 1.000 + 60 × 2.000 + 50 × 3.000) / (1.000 + 2.000 + 3.000) = 350.000 / 6.000 = 58,3\u00a0percent", TextOf(view), StringComparison.Ordinal);
        var table = Table(view, "parts");
        Assert.Equal(4, table.Rows.Count);
        var contribution = table.Columns.ToList().FindIndex(c => c.Key == "contribution");
        var share = table.Columns.ToList().FindIndex(c => c.Key == "share");
        Assert.Equal(58.333m, table.Rows.Sum(r => r.Cells[contribution].Number ?? 0), 2);
        Assert.Equal(100, table.Rows.Sum(r => r.Cells[share].Number ?? 0), 1);
        Assert.Equal("/figures/coverage/00004", table.Rows[3].Cells[1].Href);
        Assert.Equal("chưa báo cáo", table.Rows[3].Cells[^1].Text);
        Assert.True(view.Concerns(new HashSet<SeriesKey> { Key(SamplePack.Coverage, 3) }));
        Assert.False(view.Concerns(new HashSet<SeriesKey> { Key(SamplePack.Enterprises, 3) }));
    }

    [Theory]
    [InlineData(1), InlineData(7), InlineData(102)]
    public async Task Figure_MeanOfAnyParts_FormulaGivesTheShownValue(int seed)
    {
        var random = new Random(seed);
        var explanation = Mean([.. Enumerable.Range(0, seed == 1 ? 3 : 4).Select(_ => ((decimal?)Math.Round((decimal)random.NextDouble() * 100, 2), (decimal)random.Next(1, 90_000)))]);
        var view = await ViewAsync(new PlayedBoard(s_pack, s_now).With(explanation), "/figures/coverage/82?lang=en");

        var line = Assert.Single(view.Steps.SelectMany(s => s.Parts).OfType<FormulaBlock>()).Lines[0];
        var quotient = line.Split(" = ")[1].Split(" / ").Select(n => decimal.Parse(n, System.Globalization.CultureInfo.GetCultureInfo("en-GB"))).ToArray();
        Assert.Equal(explanation.Figure.Value!.Value, quotient[0] / quotient[1], 3);
        Assert.EndsWith($" = {view.Head!.Value}percent".Replace("percent", "\u00a0percent", StringComparison.Ordinal), line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Figure_IncompleteSum_SaysAtLeast()
    {
        var explanation = new FigureExplanation
        {
            Figure = Figure(Key(SamplePack.Enterprises), 12, origin: FigureOrigin.RolledUp) with { AtLeast = true, ShareReported = 0.5m, StandingReason = StandingReason.Incomplete },
            Formula = FigureFormula.Sum,
            Parts =
            [
                new(Key(SamplePack.Enterprises, 1), Figure(Key(SamplePack.Enterprises, 1), 5), null, 0.5m, PartExclusion.None),
                new(Key(SamplePack.Enterprises, 2), Figure(Key(SamplePack.Enterprises, 2), 7), null, 0.5m, PartExclusion.None),
                new(Key(SamplePack.Enterprises, 3), new() { Key = Key(SamplePack.Enterprises, 3) }, null, 0, PartExclusion.NoFigure),
            ],
        };

        var view = await ViewAsync(new PlayedBoard(s_pack, s_now).With(explanation), "/figures/enterprises/82");

        Assert.Contains("5 + 7 = ít nhất 12", TextOf(view), StringComparison.Ordinal);
        Assert.Equal("ít nhất 12", view.Head!.Value);
        Assert.Contains("1 nơi: chưa báo cáo", TextOf(view), StringComparison.Ordinal);
        Assert.DoesNotContain(view.Blocks.OfType<TableBlock>(), b => b.Table.Id == "ranges");
    }

    [Fact]
    public async Task Figure_FlowWithAHole_SumsThePeriodsAndNamesTheHole()
    {
        var key = Key(SamplePack.Applications);
        var stored = await StoreAsync(s_now.AddDays(-20), Reading(key, "2026-01", 10), Reading(key, "2026-03", 12));
        var explanation = new FigureExplanation
        {
            Figure = Figure(key, 22, "2026-01/2026-03", FigureOrigin.YearToDate) with { MissingMonths = [2], StandingReason = StandingReason.Gap },
            Formula = FigureFormula.YearToDate,
            Observations = stored,
        };

        var view = await ViewAsync(new PlayedBoard(s_pack, s_now).With(explanation), "/figures/applications/82");

        Assert.Contains("10 + 12 = 22", TextOf(view), StringComparison.Ordinal);
        Assert.Contains("thiếu tháng 2", TextOf(view), StringComparison.Ordinal);
        var pieces = Table(view, "pieces").Rows;
        Assert.Equal(["T1/2026", "T2/2026", "T3/2026"], pieces.Select(r => r.Cells[0].Text));
        Assert.Equal("missing", pieces[1].Cells[1].Mark);
        Assert.Equal("/observations/2", pieces[2].Cells[1].Href);
    }

    [Fact]
    public async Task Figure_Reported_LeadsDownToTheDocument()
    {
        var key = Key(SamplePack.Hdi);
        var source = new Provenance { Title = "Báo cáo tình hình", Document = "198/BC-UBND", Publisher = "UBND tỉnh", Published = "2026-01-20", Page = "12", Quote = "đạt 0,75", Url = "https://example.gov.vn/198" };
        var stored = await StoreAsync(s_now.AddDays(-20), Reading(key, "2025", 0.75m, source, row: 7));
        var explanation = new FigureExplanation { Figure = Figure(key, 0.75m, "2025", id: stored[0].Id) with { Source = source }, Formula = FigureFormula.Observation, Observations = stored };

        var view = await ViewAsync(new PlayedBoard(s_pack, s_now).With(explanation), "/figures/hdi/82?asof=2026-11-20");

        Assert.Equal(7, view.Steps.Count(s => s.Numbered));
        Assert.Contains("Dòng 7", TextOf(view), StringComparison.Ordinal);
        Assert.Contains("“đạt 0,75” 198/BC-UBND, tr. 12", TextOf(view), StringComparison.Ordinal);
        var facts = view.Blocks.OfType<FactsBlock>().SelectMany(b => b.Facts).ToList();
        Assert.Contains(facts, f => f.Text == "198/BC-UBND" && f.Href == "/documents/1?asof=2026-11-20");
        Assert.Contains(facts, f => f.Href == "https://example.gov.vn/198");
        Assert.Contains(facts, f => f.Label == "Ngày ban hành" && f.Text == "20/01/2026");
    }

    [Fact]
    public async Task Figure_WithAnAlternative_SaysWhyNotThatOne()
    {
        var explanation = Mean((80, 1000), (60, 2000));
        explanation = explanation with { Choice = FigureChoice.RollUpIsCurrent, Figure = explanation.Figure with { Alternative = Figure(Key(SamplePack.Coverage), 55, "2026-03", id: 9) } };

        var view = await ViewAsync(new PlayedBoard(s_pack, s_now).With(explanation), "/figures/coverage/82");

        var other = Assert.Single(view.Blocks.OfType<FactsBlock>().SelectMany(b => b.Facts), f => f.Label == "Số báo cáo bên cạnh");
        Assert.Equal(("55,0\u00a0percent, kỳ T3/2026", "/observations/9"), (other.Text, other.Href));
        Assert.Contains("Số báo cáo đã quá hạn", TextOf(view), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Figure_Missing_SaysWhoMustReportSinceWhen()
    {
        var view = await ViewAsync(new PlayedBoard(s_pack, s_now), "/figures/coverage/00002");

        Assert.Contains("Chưa nguồn nào gửi số liệu", TextOf(view), StringComparison.Ordinal);
        Assert.Contains("Kế hoạch plan có hiệu lực từ 24/09/2025", TextOf(view), StringComparison.Ordinal);
        Assert.Equal("/figures/coverage/00001", view.Previous!.Href);
        Assert.Equal("/figures/coverage/00003", view.Next!.Href);
    }

    [Fact]
    public async Task Figure_Judged_ShowsTheLimitsOfEachStanding()
    {
        // The path at the end of 2026-12 is 20 + 60 * 730/2191; the tolerance 0.4, the band 4.
        var explanation = new FigureExplanation { Figure = Figure(Key(SamplePack.Coverage), 38, "2026-12") with { Standing = Standing.Watch, NextTarget = s_pack.Targets[SamplePack.Coverage][0] }, Formula = FigureFormula.Observation };

        var rows = Table(await ViewAsync(new PlayedBoard(s_pack, s_now).With(explanation), "/figures/coverage/82"), "ranges").Rows;

        Assert.Equal(["met", "on-path", "watch", "behind"], rows.Select(r => r.Key));
        Assert.Equal("watch", Assert.Single(rows, r => r.Highlighted).Key);
        Assert.Equal("từ 80\u00a0percent trở lên", rows[0].Cells[1].Text);
        Assert.Equal("từ 39,59\u00a0percent trở lên", rows[1].Cells[1].Text);
        Assert.Equal("từ 35,99\u00a0percent đến 39,59\u00a0percent", rows[2].Cells[1].Text);
    }

    [Theory]
    [InlineData("/figures/nothing/82"), InlineData("/figures/coverage/99999"), InlineData("/figures/coverage/82?agency=nobody"), InlineData("/observations/1"), InlineData("/observations/x"), InlineData("/documents/1")]
    public async Task Page_UnknownCode_IsNone(string address) => Assert.Null(await BuildAsync(new PlayedBoard(s_pack, s_now), address));

    [Theory]
    [InlineData("old-a", "địa bàn trước sáp nhập"), InlineData("vn", "chỉ để so sánh"), InlineData("benchmark-x", "chỉ để so sánh")]
    public async Task Figure_AreaOnlyCompared_SaysSo(string area, string notice)
    {
        var board = new PlayedBoard(s_pack, s_now).With(new() { Figure = Figure(new(SamplePack.Coverage, area), 40) with { StandingReason = StandingReason.NotJudgedHere }, Formula = FigureFormula.Observation });

        var view = await ViewAsync(board, "/figures/coverage/" + area);

        Assert.Contains(notice, view.Notice, StringComparison.Ordinal);
        Assert.Equal("40,0", view.Head!.Value);
    }

    [Fact]
    public async Task Observation_AfterAndBeforeItCame_IsKnownOrNot()
    {
        var key = Key(SamplePack.Coverage, 1);
        await StoreAsync(s_now.AddDays(-40), Reading(key, "2026-08", 40));
        await StoreAsync(s_now.AddDays(-10), Reading(key, "2026-09", 42));
        var explained = new PlayedBoard(s_pack, s_now) { Commit = 1 }.With(new() { Figure = Figure(key, 40, "2026-08", id: 1), Formula = FigureFormula.Observation });

        var known = Assert.IsType<ObservationView>(await BuildAsync(explained, "/observations/1?asof=2026-10-15"));
        var unknown = Assert.IsType<ObservationView>(await BuildAsync(explained, "/observations/2?asof=2026-10-15"));
        var now = Assert.IsType<ObservationView>(await BuildAsync(new PlayedBoard(s_pack, s_now), "/observations/1"));

        Assert.False(known.NotKnownThen);
        Assert.Null(known.Next);
        Assert.Contains("đang dùng số liệu này", TextOf(known), StringComparison.Ordinal);
        Assert.True(unknown.NotKnownThen);
        Assert.Equal("/observations/2", unknown.NoticeLink!.Href);
        Assert.DoesNotContain("42", TextOf(unknown).Replace("08:42", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Equal("/observations/2", now.Next!.Href);
    }

    [Fact]
    public async Task Observation_Revised_ShowsOldAndNewValue()
    {
        var key = Key(SamplePack.Coverage, 1);
        var first = await StoreAsync(s_now.AddDays(-40), Reading(key, "2026-08", 40));
        var second = await StoreAsync(s_now.AddDays(-10), Reading(key, "2026-08", 42.5m));

        var view = await ViewAsync(new PlayedBoard(s_pack, s_now), $"/observations/{first[0].Id}");
        var rows = Table(view, "revisions").Rows;

        Assert.Equal(2, rows.Count);
        Assert.Equal(["40,0", "42,5", "+2,5"], rows[1].Cells.Skip(1).Take(3).Select(c => c.Text));
        Assert.Equal($"/observations/{second[0].Id}", rows[1].Cells[2].Href);
    }

    [Fact]
    public async Task Document_ManyFigures_ArePagedNewestFirst()
    {
        var source = new Provenance { Title = "Báo cáo", Document = "1/BC" };
        await StoreAsync(s_now.AddDays(-9), [.. Enumerable.Range(1, 60).Select(i => Reading(Key(SamplePack.Coverage, (i % 4) + 1), "2026-08", i, source))]);
        var board = new PlayedBoard(s_pack, s_now);

        var first = Assert.IsType<DocumentView>(await BuildAsync(board, "/documents/1"));
        var second = Assert.IsType<DocumentView>(await BuildAsync(board, first.Older!.Href));

        Assert.Equal("/observations/60", Table(first, "observations").Rows[0].Cells[3].Href);
        Assert.Equal(DocumentBuilder.PageSize, Table(first, "observations").Rows.Count);
        Assert.Equal(10, Table(second, "observations").Rows.Count);
        Assert.Null(second.Older);
        Assert.Equal("/documents/1", second.Newer!.Href);
    }
}
