using KhcnIoc.Core.Indicators;

namespace KhcnIoc.Core.Tests.Indicators;

public class PeriodTests
{
    [Theory]
    [InlineData("2025", PeriodKind.Year, "2024-12-31T17:00:00Z", "2025-12-31T17:00:00Z")]
    [InlineData("2025-Q3", PeriodKind.Quarter, "2025-06-30T17:00:00Z", "2025-09-30T17:00:00Z")]
    [InlineData("2025-Q4", PeriodKind.Quarter, "2025-09-30T17:00:00Z", "2025-12-31T17:00:00Z")]
    [InlineData("2025-06", PeriodKind.Month, "2025-05-31T17:00:00Z", "2025-06-30T17:00:00Z")]
    [InlineData("2024-02", PeriodKind.Month, "2024-01-31T17:00:00Z", "2024-02-29T17:00:00Z")]
    [InlineData("2024-02-29", PeriodKind.Day, "2024-02-28T17:00:00Z", "2024-02-29T17:00:00Z")]
    [InlineData("2025-12-31", PeriodKind.Day, "2025-12-30T17:00:00Z", "2025-12-31T17:00:00Z")]
    [InlineData("2026-01/2026-06", PeriodKind.Range, "2025-12-31T17:00:00Z", "2026-06-30T17:00:00Z")]
    [InlineData("2026-01-15/2026-02-03", PeriodKind.Range, "2026-01-14T17:00:00Z", "2026-02-03T17:00:00Z")]
    [InlineData("2025-06-30T08:00:00+07:00", PeriodKind.Instant, "2025-06-30T01:00:00Z", "2025-06-30T01:00:00Z")]
    [InlineData("1976", PeriodKind.Year, "1975-12-31T17:00:00Z", "1976-12-31T17:00:00Z")]
    [InlineData("2198-12-31", PeriodKind.Day, "2198-12-30T17:00:00Z", "2198-12-31T17:00:00Z")]
    public void Parse_CanonicalText_HasTheEdgesOfLocalMidnight(string text, PeriodKind kind, string start, string end)
    {
        var period = Period.Parse(text);

        Assert.Equal((kind, text), (period.Kind, period.Text));
        Assert.Equal((Utc(start), Utc(end)), (period.Start, period.End));
        Assert.Equal((TimeSpan.Zero, TimeSpan.Zero), (period.Start.Offset, period.End.Offset));
    }

    [Theory]
    [InlineData("2025-01/2025-12", "2025")]
    [InlineData("2025-01-01/2025-12-31", "2025")]
    [InlineData("2025-Q1/2025-Q4", "2025")]
    [InlineData("2025/2025", "2025")]
    [InlineData("2025-04/2025-06", "2025-Q2")]
    [InlineData("2025-02/2025-04", "2025-02/2025-04")]
    [InlineData("2025-03/2025-05", "2025-03/2025-05")]
    [InlineData("2025-Q1/2025-Q2", "2025-01/2025-06")]
    [InlineData("2024-02-01/2024-02-29", "2024-02")]
    [InlineData("2024-02-01/2024-02-28", "2024-02-01/2024-02-28")]
    [InlineData("2025-06-30/2025-06-30", "2025-06-30")]
    [InlineData("2025/2026", "2025-01/2026-12")]
    [InlineData("2025-07/2026-06", "2025-07/2026-06")]
    [InlineData("2025/2026-06", "2025-01/2026-06")]
    [InlineData("2025-06-30T01:00:00Z", "2025-06-30T08:00:00+07:00")]
    [InlineData("2025-06-30T01:00Z", "2025-06-30T08:00:00+07:00")]
    [InlineData("2025-06-29T20:30:00-05:30", "2025-06-30T09:00:00+07:00")]
    [InlineData("2025-06-30T17:00:00Z", "2025-07-01T00:00:00+07:00")]
    [InlineData("2025-06-30T08:00:00.5+07:00", "2025-06-30T08:00:00.500+07:00")]
    [InlineData("2025-06-30T08:00:00.1239+07:00", "2025-06-30T08:00:00.123+07:00")]
    [InlineData("2025-06-30T08:00:00.12345+07:00", "2025-06-30T08:00:00.123+07:00")]
    [InlineData("2025-06-30T08:00:00.0009999+07:00", "2025-06-30T08:00:00+07:00")]
    public void Parse_AnotherSpelling_GivesTheCanonicalPeriod(string text, string canonical)
    {
        Assert.Equal(canonical, Period.Parse(text).Text);
        Assert.Equal(Period.Parse(canonical), Period.Parse(text));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("25")]
    [InlineData("2025 ")]
    [InlineData("+2025")]
    [InlineData("２０２５")]
    [InlineData("1975")]
    [InlineData("2199")]
    [InlineData("2025-00")]
    [InlineData("2025-13")]
    [InlineData("2025-6")]
    [InlineData("2025/06")]
    [InlineData("06/2025")]
    [InlineData("2025-Q0")]
    [InlineData("2025-Q5")]
    [InlineData("2025-q1")]
    [InlineData("2025-02-29")]
    [InlineData("2100-02-29")]
    [InlineData("2025-06-31")]
    [InlineData("2025-06-00")]
    [InlineData("30-06-2025")]
    [InlineData("2025-06/2025-05")]
    [InlineData("2025/2024")]
    [InlineData("2025/")]
    [InlineData("/2025")]
    [InlineData("2025/2026/2027")]
    [InlineData("2025-06-30T08:00:00Z/2025-06-30T09:00:00Z")]
    [InlineData("2025-06-30T08:00:00")]
    [InlineData("2025-06-30T08:00")]
    [InlineData("2025-06-30 08:00:00+07:00")]
    [InlineData("2025-06-30T24:00:00+07:00")]
    [InlineData("2025-06-30T08:60:00+07:00")]
    [InlineData("2025-06-30T08:00:00+07")]
    [InlineData("2025-06-30T08:00:00+0700")]
    [InlineData("2025-06-30T08:00:00+15:00")]
    [InlineData("2025-06-30T08:00:00ZZ")]
    [InlineData("1975-12-31T16:59:59Z")]
    [InlineData("2198-12-31T17:00:00Z")]
    [InlineData("9999-12-31T23:59:59Z")]
    [InlineData("0001-01-01T00:00:00Z")]
    [InlineData("0001-01-01T00:00:00+14:00")]
    [InlineData("9999-12-31T23:59:59-14:00")]
    public void TryParse_NotAPeriod_IsRefusedWithoutThrowing(string? text)
    {
        Assert.False(Period.TryParse(text, out var period));
        Assert.Null(period);
    }

    [Theory]
    [InlineData("1975-12-31T17:00:00Z", "1976-01-01T00:00:00+07:00")]
    [InlineData("2198-12-31T16:59:59.999Z", "2198-12-31T23:59:59.999+07:00")]
    public void TryParse_InstantAtTheEdgeOfTheCalendar_IsTaken(string text, string canonical) => Assert.Equal(canonical, Period.Parse(text).Text);

    [Fact]
    public void TryParse_AnyText_NeverThrowsAndIsCanonicalWhereTaken() => Cases.Each(20_000, random =>
    {
        var seed = random.Pick("2025", "2025-Q3", "2025-06", "2024-02-29", "2025-06-30T08:00:00+07:00", "9999-12-31T23:59:59.9999999Z", "2026-01/2026-06").ToCharArray();
        for (var i = random.Next(3); i >= 0; i--) seed[random.Next(seed.Length)] = random.Pick("0123456789-/QTZ:+. ٣é\0".ToCharArray());

        if (Period.TryParse(new string(seed), out var period)) Assert.Equal(period, Period.Parse(period.Text));
    });

    [Fact]
    public void Periods_OfAnyDays_RoundTripByTextAndByEdges() => Cases.Each(5_000, random =>
    {
        var (a, b) = (random.Day(), random.Day());
        var period = random.Next(6) switch
        {
            0 => Period.OfYear(a.Year),
            1 => Period.OfQuarter(a.Year, random.Next(1, 5)),
            2 => Period.OfMonth(a.Year, a.Month),
            3 => Period.OfDay(a),
            4 => Period.OfInstant(ProvinceCalendar.StartOf(a).AddTicks(random.NextInt64(TimeSpan.TicksPerDay))),
            _ => a < b ? Period.OfDays(a, b) : Period.OfDays(b, a),
        };

        Assert.Equal(period, Period.Parse(period.Text));
        Assert.Equal(period, Period.FromEdges(period.Start, period.End));
        Assert.Equal(period.Kind == PeriodKind.Instant, period.Length == TimeSpan.Zero);
        Assert.True(period.FirstDay <= period.LastDay);
        if (period.Kind != PeriodKind.Instant) Assert.Equal(period, Period.OfDays(period.FirstDay, period.LastDay));
    });

    [Fact]
    public void Year_OfAnyYear_IsPartitionedByItsQuartersMonthsAndDays()
    {
        for (var year = Period.FirstYear; year <= Period.LastYear; year++)
        {
            var whole = Period.OfYear(year);
            var first = new DateOnly(year, 1, 1);
            AssertPartition(whole, [.. Enumerable.Range(1, 4).Select(q => Period.OfQuarter(year, q))]);
            AssertPartition(whole, [.. Enumerable.Range(1, 12).Select(m => Period.OfMonth(year, m))]);
            AssertPartition(whole, [.. Enumerable.Range(0, DateTime.IsLeapYear(year) ? 366 : 365).Select(d => Period.OfDay(first.AddDays(d)))]);
        }
    }

    [Fact]
    public void Order_ByTextAndByTime_Differ()
    {
        var periods = new[] { "2025-12", "2025-Q1", "2025-06-30T23:30:00Z", "2025-07-01" }.Select(Period.Parse).ToArray();

        var byTime = periods.OrderBy(p => p.Start).ThenBy(p => p.End).Select(p => p.Text);

        Assert.Equal(["2025-Q1", "2025-07-01", "2025-07-01T06:30:00+07:00", "2025-12"], byTime);
        Assert.NotEqual(byTime, periods.OrderBy(p => p.Text, StringComparer.Ordinal).Select(p => p.Text));
    }

    [Theory]
    [InlineData("2025", "2025-12-31")]
    [InlineData("2024-02", "2024-02-29")]
    [InlineData("2025-06-30T23:59:59+07:00", "2025-06-30")]
    [InlineData("2025-07-01T00:00:00+07:00", "2025-07-01")]
    [InlineData("2025-06-30T17:00:00Z", "2025-07-01")]
    public void LastDay_OfAPeriod_IsTheLocalDayItEndsIn(string text, string day) =>
        Assert.Equal(DateOnly.Parse(day, System.Globalization.CultureInfo.InvariantCulture), Period.Parse(text).LastDay);

    [Theory]
    [InlineData("2025-06-30T16:59:59Z", "2025-07-31T17:00:00Z")]
    [InlineData("2025-06-30T17:00:00Z", "2025-07-31T17:00:01Z")]
    [InlineData("2025-06-30T00:00:00Z", "2025-07-31T00:00:00Z")]
    [InlineData("2025-06-30T17:00:00Z", "2025-06-29T17:00:00Z")]
    public void FromEdges_NotLocalMidnightsInOrder_Throws(string start, string end) =>
        Assert.Throws<ArgumentException>(() => Period.FromEdges(Utc(start), Utc(end)));

    [Fact]
    public void Factories_OutsideTheCalendar_Throw()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Period.OfYear(1975));
        Assert.Throws<ArgumentOutOfRangeException>(() => Period.OfYear(2199));
        Assert.Throws<ArgumentOutOfRangeException>(() => Period.OfQuarter(2025, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => Period.OfQuarter(2025, 5));
        Assert.Throws<ArgumentOutOfRangeException>(() => Period.OfMonth(2025, 13));
        Assert.Throws<ArgumentOutOfRangeException>(() => Period.OfInstant(DateTimeOffset.MaxValue));
        Assert.Throws<ArgumentOutOfRangeException>(() => Period.OfInstant(DateTimeOffset.MinValue));
        Assert.Throws<ArgumentException>(() => Period.OfDays(new(2025, 1, 2), new(2025, 1, 1)));
        Assert.Throws<FormatException>(() => Period.Parse("sáu tháng"));
    }

    [Fact]
    public void DayOf_EitherSideOfLocalMidnight_IsTheLocalDay()
    {
        Assert.Equal(new DateOnly(2025, 12, 31), ProvinceCalendar.DayOf(Utc("2025-12-31T16:59:59.9999999Z")));
        Assert.Equal(new DateOnly(2026, 1, 1), ProvinceCalendar.DayOf(Utc("2025-12-31T17:00:00Z")));
        Assert.Equal(new DateOnly(2026, 1, 1), ProvinceCalendar.DayOf(Utc("2025-12-31T12:00:00-05:00")));
    }

    [Fact]
    public void StartOf_AnyDay_IsItsFirstInstantInUtc() => Cases.Each(2_000, random =>
    {
        var day = random.Day();
        var start = ProvinceCalendar.StartOf(day);

        Assert.Equal((day, day.AddDays(-1)), (ProvinceCalendar.DayOf(start), ProvinceCalendar.DayOf(start.AddTicks(-1))));
        Assert.Equal((TimeSpan.Zero, TimeSpan.FromHours(7)), (start.Offset, ProvinceCalendar.ToLocal(start).Offset));
    });

    private static void AssertPartition(Period whole, Period[] parts)
    {
        Assert.Equal((whole.Start, whole.End), (parts[0].Start, parts[^1].End));
        for (var i = 1; i < parts.Length; i++) Assert.Equal(parts[i - 1].End, parts[i].Start);
        Assert.Equal(whole, Period.OfDays(parts[0].FirstDay, parts[^1].LastDay));
    }

    private static DateTimeOffset Utc(string text) => DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture).ToUniversalTime();
}
