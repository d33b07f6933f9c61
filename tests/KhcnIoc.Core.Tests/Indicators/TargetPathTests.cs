using KhcnIoc.Core.Indicators;
using static KhcnIoc.Core.Tests.Indicators.Samples;

namespace KhcnIoc.Core.Tests.Indicators;

public class TargetPathTests
{
    [Fact]
    public void Create_NoTarget_IsNull() => Assert.Null(TargetPath.Create([], Plans, Baseline(1, 2024, 1, 1)));

    [Fact]
    public void ValueAt_BetweenTargets_IsAStraightLineByDays()
    {
        Assert.Equal(60m + (40m * 181 / 1826), CoveragePath.ValueAt(new(2026, 6, 30)));
        Assert.Equal(63.965m, Math.Round(CoveragePath.ValueAt(new(2026, 6, 30))!.Value, 3));
        Assert.Equal((60m, 100m), (CoveragePath.ValueAt(new(2025, 12, 31)), CoveragePath.ValueAt(new(2030, 12, 31))));
    }

    [Fact]
    public void ValueAt_OutsideTheTargets_IsAbsentBeforeAndFlatAfter()
    {
        Assert.Null(CoveragePath.ValueAt(new(2025, 12, 30)));
        Assert.Equal(100, CoveragePath.ValueAt(new(2031, 1, 1)));
        Assert.Equal(100, CoveragePath.ValueAt(DateOnly.MaxValue));
        Assert.Null(CoveragePath.ValueAt(DateOnly.MinValue));
    }

    [Fact]
    public void ValueAt_BaselineBeforeTheFirstTarget_StartsThere()
    {
        var path = Path(Baseline(10, 2025, 6, 30), Target(2025, 60));

        Assert.Equal([new(new(2025, 6, 30), 10), new(new(2025, 12, 31), 60)], path.Points);
        Assert.Null(path.ValueAt(new(2025, 6, 29)));
        Assert.Equal(10, path.ValueAt(new(2025, 6, 30)));
        Assert.Equal(10m + (50m * 92 / 184), path.ValueAt(new(2025, 9, 30)));
    }

    [Theory]
    [InlineData(2025, 12, 31)]
    [InlineData(2026, 6, 30)]
    public void Create_BaselineNotBeforeTheFirstTarget_IsIgnored(int year, int month, int day) =>
        Assert.Equal([new PathPoint(new(2025, 12, 31), 60)], Path(Baseline(10, year, month, day), Target(2025, 60)).Points);

    [Fact]
    public void ValueAt_UndatedTarget_IsFlatFromThePlansDate()
    {
        var path = Path(Baseline(10, 2024, 1, 1), Target(null, 25));

        Assert.Null(path.ValueAt(new(2025, 9, 23)));
        Assert.Equal(25, path.ValueAt(new(2025, 9, 24)));
        Assert.Equal(25, path.ValueAt(new(2045, 1, 1)));
        Assert.Equal(25, path.NextTarget(new(2020, 1, 1))!.Value);
        Assert.Equal(0, path.YearlyRiseAt(new(2026, 1, 1)));
    }

    [Fact]
    public void Create_DatedBesideUndated_LeavesTheUndatedOut()
    {
        var path = Path(Target(null, 25), Target(2030, 40));

        Assert.Equal([new PathPoint(new(2030, 12, 31), 40)], path.Points);
        Assert.Equal(40, path.NextTarget(new(2040, 1, 1))!.Value);
    }

    [Fact]
    public void Create_TwoForTheSameYear_TakesTheLaterPlanThenTheLaterRow()
    {
        Assert.Equal(80, Path(Target(2030, 80, plan: "KH-11/NQ-CP"), Target(2030, 70)).NextTarget(default)!.Value);
        Assert.Equal(70, Path(Target(2030, 80), Target(2030, 70)).ValueAt(new(2030, 12, 31)));
        Assert.Equal(30, Path(Target(null, 30, plan: "KH-11/NQ-CP"), Target(null, 25)).ValueAt(new(2026, 1, 14)));
    }

    [Fact]
    public void Create_UndatedOfAnUnknownPlan_HasATargetButNoPath()
    {
        var path = Path(Target(null, 25, plan: "?"));

        Assert.Empty(path.Points);
        Assert.Null(path.ValueAt(new(2030, 1, 1)));
        Assert.NotNull(path.NextTarget(new(2030, 1, 1)));
    }

    [Theory]
    [InlineData("2020-01-01", 2025)]
    [InlineData("2025-12-31", 2025)]
    [InlineData("2026-01-01", 2030)]
    [InlineData("2030-12-31", 2030)]
    [InlineData("2035-12-31", 2035)]
    [InlineData("2036-01-01", 2035)]
    public void NextTarget_OnADay_IsTheFirstNotBeforeIt(string day, int year) =>
        Assert.Equal(year, CentresPath.NextTarget(DateOnly.Parse(day, System.Globalization.CultureInfo.InvariantCulture))!.Year);

    [Fact]
    public void YearlyRiseAt_ACorner_BelongsToTheSegmentThatEndsThere()
    {
        var first = 4 * 365.25m / 1826;
        var second = 5 * 365.25m / 1826;

        Assert.Equal(0, CentresPath.YearlyRiseAt(new(2025, 12, 30)));
        Assert.Equal(first, CentresPath.YearlyRiseAt(new(2025, 12, 31)));
        Assert.Equal(first, CentresPath.YearlyRiseAt(new(2030, 12, 31)));
        Assert.Equal(second, CentresPath.YearlyRiseAt(new(2031, 1, 1)));
        Assert.Equal(second, CentresPath.YearlyRiseAt(new(2035, 12, 31)));
        Assert.Equal(0, CentresPath.YearlyRiseAt(new(2036, 1, 1)));
    }

    [Fact]
    public void ValueAt_EveryCorner_IsHitExactly() => Cases.Each(3_000, random =>
    {
        var path = random.Path();

        Assert.All(path.Points, p => Assert.Equal(p.Value, path.ValueAt(p.Date)));
        Assert.Equal(path.Points.OrderBy(p => p.Date), path.Points);
    });

    [Fact]
    public void ValueAt_DayToDay_MovesTheRightWayByAtMostTheYearlyRise() => Cases.Each(500, random =>
    {
        var path = random.Path();
        var day = random.Day(Period.FirstYear, Period.LastYear - 2);
        for (var i = 0; i < 400; i++, day = day.AddDays(1))
        {
            if (path.ValueAt(day) is not { } before) continue;
            var (step, rise) = (path.ValueAt(day.AddDays(1))!.Value - before, path.YearlyRiseAt(day.AddDays(1)));
            Assert.True(step * rise >= 0, $"{day}: {step} against {rise}");
            Assert.True(Math.Abs(step) <= (Math.Abs(rise) / 365) + 0.0000000001m, $"{day}: {step} beyond {rise}");
        }
    });

    [Fact]
    public void Path_AnyDay_StaysBetweenItsCorners() => Cases.Each(3_000, random =>
    {
        var path = random.Path();
        if (path.ValueAt(random.Day()) is not { } value) return;

        Assert.InRange(value, path.Points.Min(p => p.Value), path.Points.Max(p => p.Value));
    });
}
