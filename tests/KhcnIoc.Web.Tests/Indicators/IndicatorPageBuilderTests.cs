using KhcnIoc.Core.Indicators;
using KhcnIoc.TestSupport;
using KhcnIoc.Web.Pages;
using KhcnIoc.Web.Pages.Charts;

namespace KhcnIoc.Web.Tests.Indicators;

public class IndicatorPageBuilderTests
{
    [Fact]
    public async Task Page_ReportedFigure_SaysPaceInBothLanguages()
    {
        var samples = await new IndicatorSamples().WithCoverageAsync();
        var pace = samples.Board.View().Get(new(SamplePack.Coverage, SamplePack.Province)).RequiredPacePerMonth!.Value;

        var vi = await samples.PageAsync(SamplePack.Coverage);
        var en = await samples.PageAsync(SamplePack.Coverage, "?lang=en");

        // 45.5 points in the 49.3 months to the end of 2030.
        Assert.InRange(pace, 0.91m, 0.94m);
        Assert.Equal("Cần +0,9 điểm/tháng để đạt 80\u00a0percent cuối 2030.", vi.Pace);
        Assert.Equal("3 kỳ gần nhất: +1,0 điểm/tháng; +1,0 điểm/tháng; +1,0 điểm/tháng.", vi.LastPaces);
        Assert.StartsWith("Needs +0.9", en.Pace, StringComparison.Ordinal);
        Assert.EndsWith("by the end of 2030.", en.Pace, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(SamplePack.Organisations, "Kế hoạch của tỉnh không đặt mục tiêu cho chỉ tiêu này.")]
    [InlineData(SamplePack.Coverage, "Chưa có số liệu nên chưa tính được tốc độ cần có.")]
    public async Task Page_NoPace_SaysWhy(string indicator, string expected) =>
        Assert.Equal(expected, (await new IndicatorSamples().PageAsync(indicator)).Pace);

    [Fact]
    public async Task Page_UnknownCode_IsNoPage() =>
        Assert.Null(await new IndicatorSamples().Builder().BuildAsync(["nothing"], new IndicatorSamples().Context("/indicators/nothing"), default));

    [Fact]
    public async Task Chart_ReportedAndRolledUp_BothAreLinesAndBothStandInTheTable()
    {
        var samples = await (await new IndicatorSamples().WithCoverageAsync()).WithAsync(
            "communes", [.. Enumerable.Range(1, 4).SelectMany(c => new[] { "2026-09", "2026-10" }.Select(p => (SamplePack.Coverage, SamplePack.Commune(c), p, 40m + c)))]);

        var page = await samples.PageAsync(SamplePack.Coverage);

        Assert.Equal([ChartKind.Figure, ChartKind.RolledUp, ChartKind.Path], page.Chart.Series.Select(s => s.Kind));
        Assert.Equal([true, false], page.Origins.Rows.Select(r => r.Highlighted));
        // Weighted by 1,000 to 4,000 inhabitants: (41 + 2·42 + 3·43 + 4·44) / 10.
        Assert.Equal([34.5m, 43m], page.Origins.Rows.Select(r => r.Cells[1].Number));
        Assert.NotEqual("", page.Origins.Note);
    }

    [Fact]
    public async Task Chart_Path_HasEveryCornerAndLooksTo2045()
    {
        var page = await (await new IndicatorSamples().WithCoverageAsync()).PageAsync(SamplePack.Coverage, "?chart=all");

        var path = Assert.Single(page.Chart.Series, s => s.Kind == ChartKind.Path);
        Assert.Equal([20m, 80m, 100m, 100m], path.Points.Select(p => p.Value));
        Assert.Equal(["31/12/2024", "31/12/2030", "31/12/2035", "31/12/2045"], path.Points.Select(p => p.Time));
        Assert.Equal([false, true, true, false], path.Points.Select(p => p.Label.Length > 0));
        Assert.Equal(2046, page.Chart.Time.To, 5);
    }

    [Fact]
    public async Task Chart_NearSpan_EndsWithTheNextTarget()
    {
        var page = await (await new IndicatorSamples().WithCoverageAsync()).PageAsync(SamplePack.Coverage);

        Assert.Equal(2031, page.Chart.Time.To, 5);
        Assert.Equal([true, false], page.Spans.Select(s => s.Current));
        Assert.Contains("80,0\u00a0percent (31/12/2030); 100,0\u00a0percent (31/12/2035)", page.WholePath!.Label, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Chart_TableTwin_EqualsThePointsOfTheDrawingAndTheScript()
    {
        var samples = await (await new IndicatorSamples().WithCoverageAsync()).WithAsync("feed", (SamplePack.Coverage, "old-a", "2024-12", 11.1m), (SamplePack.Coverage, "vn", "2025-12", 26m));

        var chart = (await samples.PageAsync(SamplePack.Coverage)).Chart;
        var data = ChartData.Of(chart);

        Assert.Equal(chart.Series.SelectMany(s => s.Points).Select(p => (p.Text, (decimal?)p.Value)), chart.Table.Rows.Select(r => (r.Cells[2].Text, r.Cells[2].Number)));
        Assert.Equal(chart.Series.SelectMany(s => s.Points.Select(p => (s.Name, p.Time))), chart.Table.Rows.Select(r => (r.Cells[0].Text, r.Cells[1].Text)));
        Assert.Equal(chart.Series.SelectMany(s => s.Points).Select(p => (p.Text, (double)p.Value)), data.Series.SelectMany(s => s.Points).Select(p => (p.Text, p.Y)));
        Assert.Equal(chart.Summary, chart.Drawing.Label);
    }

    [Fact]
    public async Task Chart_BeforeTheMerger_ShowsPredecessorsAndTheReconstructionAsWhatTheyAre()
    {
        var samples = await (await new IndicatorSamples().WithCoverageAsync()).WithAsync(
            "feed", (SamplePack.Enterprises, "old-a", "2024-12", 11), (SamplePack.Enterprises, "old-b", "2024-12", 5), (SamplePack.Enterprises, SamplePack.Province, "2026-10", 20));

        var page = await samples.PageAsync(SamplePack.Enterprises);

        Assert.Equal(2, page.Chart.Series.Count(s => s.Kind == ChartKind.Predecessor));
        var reconstruction = Assert.Single(page.Chart.Series, s => s.Kind == ChartKind.Reconstruction);
        Assert.Equal((16m, ChartStroke.Dotted), (reconstruction.Points[0].Value, reconstruction.Stroke));
        Assert.Contains("không phải số liệu báo cáo", reconstruction.Name, StringComparison.Ordinal);
        Assert.Contains("(1 kỳ)", page.BeforeMerger, StringComparison.Ordinal);
        Assert.Contains(page.Blocks, b => b is TextBlock { IsNotice: true });
        Assert.Equal(["old-a", "old-b"], page.Comparisons!.Rows.Select(r => r.Key));
    }

    [Fact]
    public async Task Chart_ProvinceOnlyIndicator_SaysWhyNothingIsReconstructed()
    {
        var samples = await new IndicatorSamples().WithAsync("feed", (SamplePack.Hdi, "old-a", "2024", 0.7m), (SamplePack.Hdi, "old-b", "2024", 0.8m));

        var page = await samples.PageAsync(SamplePack.Hdi);

        Assert.DoesNotContain(page.Chart.Series, s => s.Kind == ChartKind.Reconstruction);
        Assert.Contains("không cộng hay lấy bình quân", page.BeforeMerger, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Chart_SimulatedFigures_AreDrawnAndNamedDifferently()
    {
        var page = await (await new IndicatorSamples().WithAsync("demo", (SamplePack.Coverage, SamplePack.Province, "2026-09", 30), (SamplePack.Coverage, SamplePack.Province, "2026-10", 31))).PageAsync(SamplePack.Coverage);

        var line = page.Chart.Series[0];
        Assert.Equal((true, ChartStroke.Dashed), (line.Simulated, line.Stroke));
        Assert.Contains("(mô phỏng)", line.Name, StringComparison.Ordinal);
        Assert.True(page.Simulated);
    }

    [Fact]
    public async Task Chart_Flow_AddsUpEachYearAndBeginsAnew()
    {
        var samples = await new IndicatorSamples().WithAsync(
            "feed",
            (SamplePack.Applications, SamplePack.Province, "2025-11", 5), (SamplePack.Applications, SamplePack.Province, "2025-12", 6),
            (SamplePack.Applications, SamplePack.Province, "2026-01", 2), (SamplePack.Applications, SamplePack.Province, "2026-02", 3));

        var points = (await samples.PageAsync(SamplePack.Applications)).Chart.Series[0].Points;

        Assert.Equal([5m, 11m, 2m, 5m], points.Select(p => p.Value));
        Assert.Equal([true, false, true, false], points.Select(p => p.Starts));
    }

    [Fact]
    public async Task Communes_WithFigures_AreRankedWithTiesAndTheSilentLast()
    {
        var samples = await new IndicatorSamples().WithAsync(
            "communes", (SamplePack.Coverage, SamplePack.Commune(1), "2026-10", 50), (SamplePack.Coverage, SamplePack.Commune(2), "2026-10", 70), (SamplePack.Coverage, SamplePack.Commune(4), "2026-10", 50));

        var table = (await samples.PageAsync(SamplePack.Coverage)).Communes!;

        Assert.Equal(["1", "=2", "=2", "–"], table.Rows.Select(r => r.Cells[0].Text));
        Assert.Equal(SamplePack.Commune(3), table.Rows[3].Key);
        Assert.Equal("20,0", table.Rows[0].Cells[6].Text);
        Assert.Equal("/figures/coverage/00002", table.Rows[0].Cells[2].Href);
    }

    [Fact]
    public async Task Communes_Order_ComesFromTheAddress()
    {
        var samples = await new IndicatorSamples().WithAsync("communes", (SamplePack.Coverage, SamplePack.Commune(1), "2026-10", 50), (SamplePack.Coverage, SamplePack.Commune(2), "2026-10", 70));

        Assert.Equal(SamplePack.Commune(4), (await samples.PageAsync(SamplePack.Coverage, "?sort-communes=-population")).Communes!.Rows[0].Key);
    }

    [Fact]
    public async Task Observations_ManyPages_FollowTheCursor()
    {
        var samples = new IndicatorSamples();
        for (var day = 1; day <= 28; day++) await samples.WithAsync("feed", (SamplePack.Coverage, SamplePack.Province, $"2026-10-{day:00}", day));

        var first = await samples.PageAsync(SamplePack.Coverage);
        var second = await samples.PageAsync(SamplePack.Coverage, first.Older!.Href[first.Older.Href.IndexOf('?', StringComparison.Ordinal)..]);

        Assert.Equal(Enumerable.Range(0, 25).Select(i => (28 - i).ToString(System.Globalization.CultureInfo.InvariantCulture)), first.Observations.Rows.Select(r => r.Key));
        Assert.Equal(["3", "2", "1"], second.Observations.Rows.Select(r => r.Key));
        Assert.Null(second.Older);
        Assert.Equal("/indicators/coverage", second.Newest!.Href);
        Assert.All(first.Observations.Rows, r => Assert.Equal("/observations/" + r.Key, r.Cells[2].Href));
    }

    [Fact]
    public async Task Concerns_OnlyTheIndicatorsSeries()
    {
        var page = await new IndicatorSamples().PageAsync(SamplePack.Coverage);

        Assert.True(page.Concerns(new HashSet<SeriesKey> { new(SamplePack.Coverage, SamplePack.Commune(2)) }));
        Assert.False(page.Concerns(new HashSet<SeriesKey> { new(SamplePack.Hdi, SamplePack.Province) }));
    }

    [Fact]
    public async Task Siblings_OfTheDomain_AreThoseOfThePlan()
    {
        var page = await new IndicatorSamples().PageAsync(SamplePack.Households);

        Assert.Equal(("/indicators/coverage", "/indicators/enterprises"), (page.Previous!.Href, page.Next!.Href));
        Assert.Null((await new IndicatorSamples().PageAsync(SamplePack.Coverage)).Previous);
    }
}
