using KhcnIoc.Core.Indicators;
using static KhcnIoc.Core.Tests.Indicators.Samples;

namespace KhcnIoc.Core.Tests.Indicators;

public class DataStateRuleTests
{
    private static readonly IReadOnlySet<DayOfWeek> s_weekdays = new HashSet<DayOfWeek>([DayOfWeek.Monday, DayOfWeek.Tuesday, DayOfWeek.Wednesday, DayOfWeek.Thursday, DayOfWeek.Friday]);

    [Theory]
    [InlineData(Cadence.Realtime, "2026-06-30T08:00", "2026-06-30T08:15", "2026-06-30T09:00")]
    [InlineData(Cadence.Daily, "2026-06-30T00:00", "2026-07-01T12:00", "2026-07-03T00:00")]
    [InlineData(Cadence.Monthly, "2026-06-01T00:00", "2026-07-16T00:00", "2026-08-15T00:00")]
    [InlineData(Cadence.Quarterly, "2026-04-01T00:00", "2026-07-30T00:00", "2026-10-18T00:00")]
    [InlineData(Cadence.Yearly, "2026-01-01T00:00", "2027-04-01T00:00", "2027-10-01T00:00")]
    [InlineData(Cadence.Yearly, "2024-11-30T00:00", "2026-02-28T00:00", "2026-08-30T00:00")]
    public void Evaluate_AtTheThresholds_ChangesJustAfter(Cadence cadence, string end, string late, string stale)
    {
        var indicator = Make("x", "percent", cadence: cadence);
        var tick = TimeSpan.FromTicks(1);

        Assert.Equal((DataState.Fresh, TimeSpan.Zero), Evaluate(At(late)));
        Assert.Equal((DataState.Late, tick), Evaluate(At(late) + tick));
        Assert.Equal((DataState.Late, At(stale) - At(late)), Evaluate(At(stale)));
        Assert.Equal((DataState.Stale, At(stale) - At(late) + tick), Evaluate(At(stale) + tick));

        (DataState, TimeSpan) Evaluate(DateTimeOffset now) => DataStateRule.Evaluate(indicator, At(end), now, false);
    }

    [Fact]
    public void Evaluate_PublicationLag_MovesBothThresholds()
    {
        var indicator = Make("dti-score", "index", cadence: Cadence.Monthly) with { PublicationLag = TimeSpan.FromDays(20) };

        Assert.Equal(DataState.Fresh, DataStateRule.Evaluate(indicator, At("2026-06-01T00:00"), At("2026-08-05T00:00"), false).State);
        Assert.Equal((DataState.Late, TimeSpan.FromDays(1)), DataStateRule.Evaluate(indicator, At("2026-06-01T00:00"), At("2026-08-06T00:00"), false));
    }

    [Fact]
    public void Evaluate_FailedFeed_WinsOverAgeButNotOverMissing()
    {
        var now = At("2026-06-30T08:00");

        Assert.Equal((DataState.Error, TimeSpan.Zero), DataStateRule.Evaluate(Coverage5G, now, now, true));
        Assert.Equal((DataState.Error, TimeSpan.FromDays(80)), DataStateRule.Evaluate(Coverage5G, now.AddDays(-200), now, true));
        Assert.Equal((DataState.Missing, TimeSpan.Zero), DataStateRule.Evaluate(Coverage5G, null, now, true));
        Assert.Equal((DataState.Missing, TimeSpan.Zero), DataStateRule.Evaluate(Coverage5G, null, now, false));
    }

    [Fact]
    public void Evaluate_FigureAheadOfTheClock_IsFresh() => Assert.All(Enum.GetValues<Cadence>(), cadence =>
        Assert.Equal((DataState.Fresh, TimeSpan.Zero), DataStateRule.Evaluate(Office(cadence), At("2026-06-30T08:05"), At("2026-06-30T08:00"), false)));

    [Theory]
    [InlineData("2026-06-26T16:55", "2026-06-29T07:40", DataState.Fresh, 0)]
    [InlineData("2026-06-26T16:55", "2026-06-29T07:41", DataState.Late, 1)]
    [InlineData("2026-06-26T16:55", "2026-06-28T23:59", DataState.Fresh, 0)]
    [InlineData("2026-06-26T16:00", "2026-06-27T12:00", DataState.Late, 45)]
    [InlineData("2026-06-26T16:00", "2026-06-29T07:31", DataState.Stale, 46)]
    [InlineData("2026-06-27T12:00", "2026-06-29T07:45", DataState.Fresh, 0)]
    [InlineData("2026-06-29T05:00", "2026-06-29T07:46", DataState.Late, 1)]
    public void Evaluate_RealtimeWithOfficeHours_AgesInOfficeHoursOnly(string end, string now, DataState state, int minutes) =>
        Assert.Equal((state, TimeSpan.FromMinutes(minutes)), DataStateRule.Evaluate(Office(Cadence.Realtime), At(end), At(now), false));

    [Theory]
    [InlineData("2026-06-27T00:00", "2026-06-30T12:00", DataState.Fresh)]
    [InlineData("2026-06-27T00:00", "2026-06-30T12:01", DataState.Late)]
    [InlineData("2026-06-27T00:00", "2026-07-02T00:01", DataState.Stale)]
    [InlineData("2026-06-24T00:00", "2026-06-25T12:01", DataState.Late)]
    public void Evaluate_DailyWithOfficeHours_AgesThroughWholeWorkingDays(string end, string now, DataState state) =>
        Assert.Equal(state, DataStateRule.Evaluate(Office(Cadence.Daily), At(end), At(now), false).State);

    [Fact]
    public void Evaluate_WorkingTimeWithoutAMinute_StillAges()
    {
        var never = Make("x", "percent", cadence: Cadence.Realtime) with { WorkingTime = new(new HashSet<DayOfWeek>(), new(7, 30), new(17, 0)) };
        var reversed = never with { WorkingTime = new(s_weekdays, new(17, 0), new(7, 30)) };

        Assert.Equal(DataState.Stale, DataStateRule.Evaluate(never, At("2026-06-30T08:00"), At("2026-06-30T09:01"), false).State);
        Assert.Equal(DataState.Stale, DataStateRule.Evaluate(reversed, At("2026-06-30T08:00"), At("2026-06-30T09:01"), false).State);
    }

    [Fact]
    public void Evaluate_WorkingUntilMidnight_CountsTheEvening()
    {
        var evening = Make("x", "percent", cadence: Cadence.Realtime) with { WorkingTime = new(s_weekdays, new(12, 0), TimeOnly.MinValue) };

        Assert.Equal((DataState.Late, TimeSpan.FromMinutes(5)), DataStateRule.Evaluate(evening, At("2026-06-29T23:50"), At("2026-06-30T12:10"), false));
    }

    [Fact]
    public void Evaluate_WorkingTime_AgreesWithCountingMinuteByMinute() => Cases.Each(200, random =>
    {
        var days = Enum.GetValues<DayOfWeek>().Where(_ => random.Next(2) == 0).ToHashSet();
        days.Add(DayOfWeek.Wednesday);
        var work = new WorkingTime(days, new(random.Next(0, 12), random.Next(60)), new(random.Next(12, 24), random.Next(60)));
        var indicator = Make("x", "percent", cadence: Cadence.Realtime) with { WorkingTime = work };
        var from = ProvinceCalendar.StartOf(random.Day(2025, 2027)).AddMinutes(random.Next(1440));
        var minutes = random.Next(12 * 1440);

        var worked = 0;
        for (var i = 0; i < minutes; i++)
        {
            var local = ProvinceCalendar.ToLocal(from.AddMinutes(i));
            var time = TimeOnly.FromTimeSpan(local.TimeOfDay);
            if (days.Contains(local.DayOfWeek) && time >= work.From && time < work.To) worked++;
        }

        var (state, overdue) = DataStateRule.Evaluate(indicator, from, from.AddMinutes(minutes), false);
        Assert.Equal(worked > 60 ? DataState.Stale : worked > 15 ? DataState.Late : DataState.Fresh, state);
        Assert.Equal(TimeSpan.FromMinutes(Math.Max(0, worked - 15)), overdue);
    });

    [Fact]
    public void Evaluate_TimePassesWithoutData_NeverGetsFresher() => Cases.Each(10_000, random =>
    {
        var indicator = random.Indicator() with { PublicationLag = TimeSpan.FromHours(random.Next(0, 400 * 24)), WorkingTime = random.Next(2) == 0 ? Office(Cadence.Daily).WorkingTime : null };
        var end = ProvinceCalendar.StartOf(random.Day(Period.FirstYear, Period.LastYear - 4)).AddSeconds(random.Next(86_400));
        var earlier = end.AddMinutes(random.Next(-10, random.Pick(100, 10_000, 1_500_000)));
        var later = earlier.AddMinutes(random.Next(0, random.Pick(100, 10_000, 500_000)));

        var (before, after) = (DataStateRule.Evaluate(indicator, end, earlier, false), DataStateRule.Evaluate(indicator, end, later, false));

        Assert.True(after.State >= before.State && after.Overdue >= before.Overdue, $"{before} then {after}");
        Assert.Equal(before.State == DataState.Fresh, before.Overdue == TimeSpan.Zero);
    });

    [Fact]
    public void Evaluate_AnyDates_Answers() => Cases.Each(5_000, random =>
    {
        var indicator = random.Indicator() with { WorkingTime = random.Next(2) == 0 ? Office(Cadence.Daily).WorkingTime : null };

        var (state, overdue) = DataStateRule.Evaluate(indicator, ProvinceCalendar.StartOf(random.Day()), ProvinceCalendar.StartOf(random.Day()), random.Next(2) == 0);

        Assert.NotEqual(DataState.Missing, state);
        Assert.True(overdue >= TimeSpan.Zero);
    });

    private static Indicator Office(Cadence cadence) =>
        Make("x", "percent", cadence: cadence) with { WorkingTime = new(s_weekdays, new(7, 30), new(17, 0)) };

    private static DateTimeOffset At(string local) =>
        DateTimeOffset.ParseExact(local + "+07:00", "yyyy-MM-dd'T'HH:mmzzz", System.Globalization.CultureInfo.InvariantCulture).ToUniversalTime();
}
