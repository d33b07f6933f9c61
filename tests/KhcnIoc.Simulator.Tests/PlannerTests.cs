using KhcnIoc.Simulator.Schedule;
using KhcnIoc.Simulator.Values;

namespace KhcnIoc.Simulator.Tests;

public sealed class PlannerTests
{
    [Fact]
    public void Planner_SameSeedAndClock_GivesTheSameReadings()
    {
        var first = Everything(seed: 7);
        var second = Everything(seed: 7);

        Assert.Equal(first, second);
    }

    [Fact]
    public void Planner_OtherSeed_GivesOtherValues() =>
        Assert.NotEqual(Everything(seed: 7).Select(r => r.Value), Everything(seed: 8).Select(r => r.Value));

    [Fact]
    public void Readings_OfManySeeds_StayInRangeWithTheirDecimals()
    {
        var byCode = Samples.Catalogue().Indicators.ToDictionary(i => i.Code);

        foreach (var reading in Enumerable.Range(0, 20).SelectMany(seed => Everything(seed)))
        {
            var indicator = byCode[reading.Indicator];
            Assert.True(reading.Value >= (indicator.Min ?? 0) && reading.Value <= (indicator.Max ?? decimal.MaxValue), reading.ToString());
            Assert.Equal(Math.Round(reading.Value, indicator.IsCount ? 0 : indicator.Decimals), reading.Value);
        }
    }

    [Fact]
    public void Readings_AtTheTurnOfTheYear_NeverBeginInTheFuture()
    {
        // 00:00:01 in Việt Nam is still the old year in UTC.
        var newYear = new DateTimeOffset(2026, 1, 1, 0, 0, 1, TimeSpan.FromHours(7));

        foreach (var start in new[] { newYear, newYear.AddSeconds(-2), newYear.AddDays(31), Samples.Noon })
        {
            var time = new SkippingTime(start);
            var planner = new Planner(Samples.Catalogue(), 3, time);
            Assert.All(planner.Backfill(12).Concat(Trickle(planner, 300)).Concat(planner.Endless().Take(2_000)), r => Assert.True(r.Period.Start <= start, r.ToString()));
        }
    }

    [Fact]
    public void Flows_AfterBackfillAndTrickle_HaveEveryMonthFromJanuary()
    {
        var months = Everything(seed: 5).Where(r => r.Indicator is "startup-projects" or "st-tasks-accepted").GroupBy(r => (r.Indicator, r.Area, r.Agency)).ToList();

        Assert.NotEmpty(months);
        foreach (var series in months)
            Assert.Equal(["2026-01", "2026-02", "2026-03", "2026-04", "2026-05"], series.Select(r => r.Period.Text).Where(p => p.StartsWith("2026", StringComparison.Ordinal)).Distinct().Order());
    }

    [Fact]
    public void Flows_WithoutBackfillOverAMonthsEnd_FinishTheOldMonthAndLeaveNoHole()
    {
        var time = new SkippingTime(Samples.Noon);
        var planner = new Planner(Samples.Catalogue(provinceOnly: true), 5, time);

        var before = Trickle(planner, 400);
        time.CreateTimer(_ => { }, null, TimeSpan.FromDays(20), Timeout.InfiniteTimeSpan);
        var after = Trickle(planner, 400);

        foreach (var series in before.Concat(after).Where(r => r.Indicator is "startup-projects" or "st-tasks-accepted").GroupBy(r => (r.Indicator, r.Agency)))
            Assert.Equal(["2026-01", "2026-02", "2026-03", "2026-04", "2026-05", "2026-06"], series.Select(r => r.Period.Text).Distinct().Order());
        Assert.Contains(after, r => r.Period.Text == "2026-05");
    }

    [Fact]
    public void Backfill_Quick_GivesEveryIndicatorAHistoryAndEveryCommuneAValue()
    {
        var planner = new Planner(Samples.Catalogue(), 1, new SkippingTime(Samples.Noon));

        var readings = planner.Backfill(12).ToList();

        foreach (var indicator in Samples.Catalogue().Indicators)
        {
            var periods = readings.Where(r => r.Indicator == indicator.Code && r.Area == "82" && r.Agency.Length == 0).Select(r => r.Period.Text).Distinct().Count();
            Assert.True(periods >= (indicator.Cadence == Catalogue.SimCadence.Yearly ? 6 : 12), $"{indicator.Code}: {periods}");
            if (indicator.ByCommune) Assert.Equal(3, readings.Where(r => r.Indicator == indicator.Code && r.Area != "82").Select(r => r.Area).Distinct().Count());
        }

        Assert.DoesNotContain(readings, r => r.Indicator == "not-in-the-plan");
        Assert.Equal(readings.Count, readings.Select(r => r.Id).Distinct().Count());
        Assert.Equal(readings.Count, readings.Select(r => (r.Indicator, r.Area, r.Agency, r.Period.Text)).Distinct().Count());
    }

    [Fact]
    public void Backfill_PeriodsBeforeTheMerger_AreRestated()
    {
        var planner = new Planner(Samples.Catalogue(), 1, new SkippingTime(Samples.Noon));

        Assert.All(planner.Backfill(12), r => Assert.Equal(r.Period.End <= new DateTimeOffset(2025, 7, 1, 0, 0, 0, TimeSpan.FromHours(7)), r.Restated));
    }

    [Fact]
    public void Province_OfCommunes_IsTheirWeightedMeanOrSum()
    {
        var catalogue = Samples.Catalogue();
        var model = new ValueModel(catalogue, 9);
        var april = Clockwork.Month(new(2026, 4, 1));
        var gigabit = catalogue.Indicators.Single(i => i.Code == "gigabit-fixed-access");
        var enterprises = catalogue.Indicators.Single(i => i.Code == "st-enterprises");

        var mean = catalogue.Communes.Sum(c => model.Commune(gigabit, c, april, Samples.Noon) * ValueModel.WeightOf(gigabit, c)!.Value) / catalogue.Communes.Sum(c => ValueModel.WeightOf(gigabit, c)!.Value);

        Assert.Equal(Math.Round(mean, 1, MidpointRounding.AwayFromZero), model.Province(gigabit, april, Samples.Noon));
        Assert.Equal(catalogue.Communes.Sum(c => model.Commune(enterprises, c, april, Samples.Noon)), model.Province(enterprises, april, Samples.Noon));
    }

    [Fact]
    public void Weight_ComesWithRatiosOtherThanByPopulation()
    {
        var readings = Everything(seed: 1).Where(r => r.Area != "82").ToList();

        Assert.All(readings.Where(r => r.Indicator is "gigabit-fixed-access" or "dossiers-online"), r => Assert.True(r.Weight > 0));
        Assert.All(readings.Where(r => r.Indicator is "coverage-5g" or "st-enterprises"), r => Assert.Null(r.Weight));
    }

    [Fact]
    public void RunningMonth_WithMoreDaysGone_NeverShrinks()
    {
        var catalogue = Samples.Catalogue();
        var model = new ValueModel(catalogue, 4);
        var flow = catalogue.Indicators.Single(i => i.Code == "startup-projects");
        var may = Clockwork.Month(new(2026, 5, 1));

        var byDay = Enumerable.Range(0, 32).Select(d => model.Province(flow, may, may.Start.AddDays(d))).ToList();

        Assert.Equal(byDay.Order(), byDay);
        Assert.True(byDay[^1] > byDay[0]);
    }

    [Fact]
    public void Endless_ManyRounds_NeverRepeatsAKey()
    {
        var planner = new Planner(Samples.Catalogue(), 1, new SkippingTime(Samples.Noon));

        var keys = planner.Endless().Take(5_000).Select(r => (r.Indicator, r.Area, r.Agency, r.Period.Text)).ToList();

        Assert.Equal(5_000, keys.Distinct().Count());
    }

    private static List<SimReading> Trickle(Planner planner, int steps) => [.. Enumerable.Range(0, steps).SelectMany(_ => planner.Next())];

    private static List<SimReading> Everything(long seed)
    {
        var planner = new Planner(Samples.Catalogue(), seed, new SkippingTime(Samples.Noon));
        return [.. planner.Backfill(12), .. Trickle(planner, 200), .. planner.Round()];
    }
}
