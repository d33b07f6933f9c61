using System.Globalization;
using KhcnIoc.Core.Areas;
using KhcnIoc.Core.Indicators;
using static KhcnIoc.Core.Tests.Indicators.Samples;

namespace KhcnIoc.Core.Tests.Indicators;

/// <summary>The worked examples of docs/rules.md, computed: a changed rule or a changed page fails here.</summary>
public class RulesPageTests
{
    private static readonly string s_page = File.ReadAllText(System.IO.Path.Combine(Root(), "docs", "rules.md"));
    private static readonly Period s_june2026 = Period.Parse("2026-06");

    [Fact]
    public void Page_Periods_AreWhatTheCodeSays()
    {
        AssertSays($"`2025-06` ends {Period.Parse("2025-06").End:yyyy-MM-dd'T'HH:mm:ss'Z'}");
        AssertSays($"`2025-04/2025-06` is `{Period.Parse("2025-04/2025-06").Text}`");
        AssertSays($"`2025-06-30T17:00Z` is `{Period.Parse("2025-06-30T17:00Z").Text}`");
        Assert.False(Period.TryParse("2199", out _));
        AssertSays("`2199` is refused");
    }

    [Fact]
    public void Page_TargetPath_IsWhatTheCodeSays()
    {
        var undated = Path(Target(null, 25));
        AssertSays($"5G on 30/06/2026: 60 + 40 × 181/1826 = {N(CoveragePath.ValueAt(new(2026, 6, 30)))}");
        AssertSays($"5G on 01/01/2031: {N(CoveragePath.ValueAt(new(2031, 1, 1)))}");
        AssertSays($"5G on 30/12/2025: {N(CoveragePath.ValueAt(new(2025, 12, 30)))}");
        AssertSays($"{N(undated.ValueAt(new(2025, 9, 23)))} on 23/09/2025, {N(undated.ValueAt(new(2025, 9, 24)))} on 24/09/2025");
        AssertSays($"31/12/2025: {N(CoveragePath.NextTarget(new(2025, 12, 31))!.Value)}; 01/01/2026: {N(CoveragePath.NextTarget(new(2026, 1, 1))!.Value)}");
        AssertSays($"centres in 2027: 4 × 365.25/1826 = {N(CentresPath.YearlyRiseAt(new(2027, 6, 1)), "0.000")}");
    }

    [Fact]
    public void Page_Standing_IsWhatTheCodeSays()
    {
        var judged = Judge(Coverage5G, CoveragePath, 62, s_june2026);
        AssertSays($"period 2026-06 (path {N(judged.Path)})");
        AssertSays($"0.5 % of the next target ({N(judged.Path - 0.5m)})");
        AssertSays($"at most the band ({N(judged.Path - judged.Band)})");
        AssertSays($"5G: {N(judged.Band)} |");
        AssertStands(Coverage5G, CoveragePath, s_june2026, (100, Standing.Met), (63.5m, Standing.OnPath), (59, Standing.Watch), (58.9m, Standing.Behind));

        var centres = Judge(InnovationCentres, CentresPath, 4, Period.Parse("2027"));
        AssertSays($"centres in 2027: 1 becomes {N(centres.Band, "0.000")}; path {N(centres.Path)}, so 4 is watch, 3 is behind");
        AssertStands(InnovationCentres, CentresPath, Period.Parse("2027"), (4, Standing.Watch), (3, Standing.Behind));

        AssertSays($"path 99.99 → 100: band {N(Judge(Coverage5G, Path(Target(2025, 99.99m), Target(2030, 100)), 99, s_june2026).Band)}");

        var (down, downPath) = (Make("x", "index") with { Direction = Direction.Down }, Path(Target(2025, 10), Target(2030, 5)));
        AssertSays($"2026-06: path {N(Judge(down, downPath, 9, s_june2026).Path)}; 9.5 on path, 9.6 watch, 9.8 behind");
        AssertStands(down, downPath, s_june2026, (9.5m, Standing.OnPath), (9.6m, Standing.Watch), (9.8m, Standing.Behind));

        var half = Period.Parse("2026-01/2026-06");
        AssertSays($"tasks to 30/06/2026: {N(TasksPath.ValueAt(new(2026, 12, 31)))} × 181/365 = {N(Judge(TasksAccepted, TasksPath, 12, half).Path, "0.000")}; 12 on path, 11 watch, 9 behind");
        AssertStands(TasksAccepted, TasksPath, half, (12, Standing.OnPath), (11, Standing.Watch), (9, Standing.Behind), (40, Standing.Met));

        AssertSays("5G 2025-06: 60 met, 59 unknown");
        AssertStands(Coverage5G, CoveragePath, Period.Parse("2025-06"), (60, Standing.Met), (59, Standing.Unknown));
        AssertSays("100 (2025) → 80 (2030): 81 in 2026-06 is met");
        AssertStands(Coverage5G, Path(Target(2025, 100), Target(2030, 80)), s_june2026, (81, Standing.Met));
        AssertSays("62 % in a commune, 2026-06: watch");
        Assert.Equal(Standing.Watch, StandingRule.Judge(Coverage5G, CoveragePath, 62, s_june2026, AreaLevel.Commune).Standing);
    }

    [Fact]
    public void Page_Pace_IsWhatTheCodeSays()
    {
        AssertSays($"38 over 1645 days = {N(RequiredPace.PerMonth(Coverage5G, CoveragePath, 62, new(2026, 6, 30)))} a month");
        AssertSays($"{N(TasksPath.ValueAt(new(2026, 12, 31)) - 12)} over 184 days = {N(RequiredPace.PerMonth(TasksAccepted, TasksPath, 12, new(2026, 6, 30)))} a month");
    }

    [Theory]
    [InlineData(Cadence.Daily, "2026-06-29", "end of 29/06: late after {0:HH:mm} on {0:dd/MM}")]
    [InlineData(Cadence.Monthly, "2026-05", "2026-05: late after {0:dd/MM HH:mm}")]
    [InlineData(Cadence.Quarterly, "2026-Q1", "2026-Q1: late after {0:dd/MM HH:mm}")]
    [InlineData(Cadence.Yearly, "2025", "2025: late after {0:dd/MM/yyyy HH:mm}")]
    [InlineData(Cadence.Realtime, "2026-06-26T16:55:00+07:00", "Friday 16:55: late after {0:dddd HH:mm}")]
    [InlineData(Cadence.Daily, "2026-06-26", "Friday's figure: late after {0:dddd HH:mm}")]
    public void Page_DataState_IsWhatTheCodeSays(Cadence cadence, string period, string words)
    {
        var days = Enum.GetValues<DayOfWeek>().Where(d => d is not (DayOfWeek.Saturday or DayOfWeek.Sunday)).ToHashSet();
        var indicator = Make("x", "percent", cadence: cadence) with { WorkingTime = words.Contains("Friday", StringComparison.Ordinal) ? new(days, new(7, 30), new(17, 0)) : null };
        var end = Period.Parse(period).End;

        var late = end;
        while (DataStateRule.Evaluate(indicator, end, late.AddTicks(1), false).State == DataState.Fresh) late = late.AddMinutes(5);

        AssertSays(string.Format(CultureInfo.InvariantCulture, words, ProvinceCalendar.ToLocal(late)));
    }

    [Fact]
    public void Page_Realtime_IsWhatTheCodeSays()
    {
        var (indicator, at) = (Make("x", "percent", cadence: Cadence.Realtime), Period.Parse("2026-06-30T08:00:00+07:00").End);

        Assert.Equal((DataState.Late, TimeSpan.FromMinutes(1)), DataStateRule.Evaluate(indicator, at, at.AddMinutes(16), false));
        AssertSays("08:00, now 08:16: late, overdue 1 min");
        Assert.Equal(DataState.Fresh, DataStateRule.Evaluate(indicator, at.AddMinutes(5), at, false).State);
        AssertSays("08:05, now 08:00");
    }

    private static Judgement Judge(Indicator indicator, TargetPath path, decimal value, Period period) =>
        StandingRule.Judge(indicator, path, value, period, AreaLevel.Province);

    private static void AssertStands(Indicator indicator, TargetPath path, Period period, params (decimal Value, Standing Standing)[] expected) =>
        Assert.All(expected, e => Assert.Equal(e.Standing, Judge(indicator, path, e.Value, period).Standing));

    private static void AssertSays(FormattableString words) => Assert.Contains(FormattableString.Invariant(words), s_page, StringComparison.Ordinal);

    private static void AssertSays(string words) => Assert.Contains(words, s_page, StringComparison.Ordinal);

    private static string N(decimal? value, string format = "0.###") => value?.ToString(format, CultureInfo.InvariantCulture) ?? "none";

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(System.IO.Path.Combine(folder.FullName, "KhcnIoc.sln"))) folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException("KhcnIoc.sln is not above the tests.");
    }
}
