using KhcnIoc.Core.Indicators;
using KhcnIoc.Core.Live;
using KhcnIoc.TestSupport;
using static KhcnIoc.TestSupport.SamplePack;

namespace KhcnIoc.Core.Tests.Live;

public class PlanSummaryTests
{
    private static readonly Core.Packs.ProvincePack s_pack = Create();

    [Theory]
    [InlineData("2025-12-31T16:59:59Z", 2025)]
    [InlineData("2025-12-31T17:00:00Z", 2030)]
    [InlineData("2031-06-01T00:00:00Z", 2035)]
    [InlineData("2046-06-01T00:00:00Z", 2035)]
    public void Of_Year_IsTheNextOneWithATargetInLocalTime(string at, int year) =>
        Assert.Equal(year, PlanSummary.Of(s_pack, new SampleBoard(s_pack, Instant(at))).Year);

    [Fact]
    public void Of_Counts_IndicatorsWithATargetInTheYearByStanding()
    {
        var board = new SampleBoard(s_pack, Instant("2026-07-15T00:00:00Z"))
            .With(Figure(Coverage, 30, Standing.Behind, 2030))
            .With(Figure(Households, 95, Standing.Met, 2030))
            .With(Figure(Enterprises, 55, Standing.Watch, 2030))
            .With(Figure(Hdi, 0.7m, Standing.OnPath, 2030) with { DataState = DataState.Missing });

        var summary = PlanSummary.Of(s_pack, board);

        Assert.Equal((2030, 5, 0), (summary.Year, summary.Total, summary.Without));
        Assert.Equal(
            [(Standing.Unknown, 2), (Standing.Met, 1), (Standing.OnPath, 0), (Standing.Watch, 1), (Standing.Behind, 1)],
            summary.Counts.OrderBy(c => c.Key).Select(c => (c.Key, c.Value)));
        Assert.Equal(4, PlanSummary.Of(s_pack, new SampleBoard(s_pack, Instant("2033-01-01T00:00:00Z"))).Without);
    }

    [Fact]
    public void StandingFor_AFigureThatMetAnEarlierTarget_IsOnPathUntilItReachesTheYears()
    {
        var path = new SampleBoard(s_pack, Instant("2026-07-15T00:00:00Z")).PathOf(Enterprises);

        Assert.Equal(Standing.OnPath, PlanSummary.StandingFor(s_pack.Indicators[Enterprises], path, Figure(Enterprises, 12, Standing.Met, 2025), 2030));
        Assert.Equal(Standing.Met, PlanSummary.StandingFor(s_pack.Indicators[Enterprises], path, Figure(Enterprises, 60, Standing.Met, 2025), 2030));
        Assert.Null(PlanSummary.StandingFor(s_pack.Indicators[Enterprises], path, Figure(Enterprises, 60, Standing.Met, 2025), 2035));
    }

    private static FigureState Figure(string indicator, decimal value, Standing standing, int judgedBy) => new()
    {
        Key = new(indicator, Province),
        Value = value,
        Standing = standing,
        DataState = DataState.Fresh,
        JudgedTarget = new() { Indicator = indicator, Plan = "plan", Year = judgedBy, Operator = TargetOperator.AtLeast, Value = 1, Section = "" },
    };

    private static DateTimeOffset Instant(string text) => DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
