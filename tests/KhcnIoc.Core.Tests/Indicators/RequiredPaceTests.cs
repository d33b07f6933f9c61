using KhcnIoc.Core.Indicators;
using static KhcnIoc.Core.Tests.Indicators.Samples;

namespace KhcnIoc.Core.Tests.Indicators;

public class RequiredPaceTests
{
    private static readonly DateOnly s_today = new(2026, 6, 30);

    [Fact]
    public void PerMonth_Stock_SpreadsWhatIsMissingOverTheTimeLeft()
    {
        var pace = RequiredPace.PerMonth(Coverage5G, CoveragePath, 62, s_today);

        Assert.Equal(38 * 30.4375m / 1645, pace);
        Assert.Equal(0.703m, Math.Round(pace!.Value, 3));
    }

    [Fact]
    public void PerMonth_Flow_SpreadsTheYearsOwnAmountOverTheRestOfTheYear()
    {
        var pace = RequiredPace.PerMonth(TasksAccepted, TasksPath, 12, s_today);

        Assert.Equal(1.985m, Math.Round(pace!.Value, 3));
        Assert.Null(RequiredPace.PerMonth(TasksAccepted, TasksPath, 24, s_today));
        Assert.Null(RequiredPace.PerMonth(TasksAccepted, TasksPath, 12, new(2026, 12, 31)));
        Assert.Null(RequiredPace.PerMonth(TasksAccepted, TasksPath, 12, new(2024, 6, 30)));
    }

    [Fact]
    public void PerMonth_ReachedOrNothingAhead_IsNull()
    {
        Assert.Null(RequiredPace.PerMonth(Coverage5G, CoveragePath, 100, s_today));
        Assert.Null(RequiredPace.PerMonth(Coverage5G, CoveragePath, 99, new(2030, 12, 31)));
        Assert.Null(RequiredPace.PerMonth(Coverage5G, CoveragePath, 99, new(2031, 1, 1)));
        Assert.Null(RequiredPace.PerMonth(Coverage5G, Path(Target(null, 25)), 10, s_today));
        Assert.Null(RequiredPace.PerMonth(Coverage5G, null, 10, s_today));
        Assert.Equal(30.4375m, RequiredPace.PerMonth(Coverage5G, CoveragePath, 99, new(2030, 12, 30)));
    }

    [Fact]
    public void PerMonth_MoreThanAndEqual_NeedsAnyMovement() =>
        Assert.Equal(0, RequiredPace.PerMonth(Coverage5G, Path(Target(2030, 60, TargetOperator.MoreThan)), 60, s_today));

    [Fact]
    public void PerMonth_FlowEqualToAMoreThanTarget_NeedsAnyMovement() =>
        Assert.Equal(0, RequiredPace.PerMonth(TasksAccepted, Path(Target(2026, 60, TargetOperator.MoreThan)), 60, s_today));

    [Fact]
    public void PerMonth_DirectionDown_IsBelowZero() =>
        Assert.Equal(-4 * 30.4375m / 1645, RequiredPace.PerMonth(Coverage5G with { Direction = Direction.Down }, Path(Target(2030, 5)), 9, s_today));

    [Fact]
    public void PerMonth_KeptUp_ReachesTheTargetAndNeverPointsTheWrongWay() => Cases.Each(10_000, random =>
    {
        var (indicator, path, value, today) = (random.Indicator(), random.Path(), random.Value(), random.Day());
        if (RequiredPace.PerMonth(indicator, path, value, today) is not { } pace) return;

        Assert.True(indicator.Direction == Direction.Up ? pace >= 0 : pace <= 0);
        if (indicator.Kind == IndicatorKind.Flow) return;
        var next = path.NextTarget(today)!;
        var days = new DateOnly(next.Year!.Value, 12, 31).DayNumber - today.DayNumber;
        Assert.InRange(value + (pace * days / 30.4375m) - next.Value, -0.001m, 0.001m);
    });

    [Fact]
    public void LastPaces_NewestPoints_AreChangePerMonthOldestFirst()
    {
        (DateTimeOffset, decimal)[] history = [(At(2026, 3, 1), 16), (At(2026, 1, 1), 10), (At(2026, 1, 31), 13), (At(2025, 1, 1), 0), (At(2026, 1, 31), 12)];

        var paces = RequiredPace.LastPaces(history, 2);

        Assert.Equal([2 * 30.4375m / 30, 4 * 30.4375m / 29], paces.Select(p => Math.Round(p, 20)), Close);
        Assert.Equal(3, RequiredPace.LastPaces(history, 99).Count);
    }

    [Fact]
    public void LastPaces_TooFewPoints_IsEmpty()
    {
        Assert.Empty(RequiredPace.LastPaces([], 3));
        Assert.Empty(RequiredPace.LastPaces([(At(2026, 1, 1), 1)], 3));
        Assert.Empty(RequiredPace.LastPaces([(At(2026, 1, 1), 1), (At(2026, 1, 1), 2)], 3));
        Assert.Empty(RequiredPace.LastPaces([(At(2026, 1, 1), 1), (At(2026, 2, 1), 2)], 0));
    }

    [Fact]
    public void LastPaces_LargestValuesOneTickApart_DoNotOverflow() =>
        Assert.Single(RequiredPace.LastPaces([(At(2026, 1, 1), -99_999_999_999.9999m), (At(2026, 1, 1).AddTicks(1), 99_999_999_999.9999m)], 1));

    private static bool Close(decimal a, decimal b) => Math.Abs(a - b) < 0.000000001m;

    private static DateTimeOffset At(int year, int month, int day) => ProvinceCalendar.StartOf(new(year, month, day));
}
