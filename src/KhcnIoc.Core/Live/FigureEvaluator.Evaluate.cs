using System.Runtime.InteropServices;
using KhcnIoc.Core.Areas;
using KhcnIoc.Core.Indicators;

namespace KhcnIoc.Core.Live;

public sealed partial class FigureEvaluator
{
    // Filled and read inside one call; a roll-up of a hundred communes allocates no list of its own.
    private readonly List<RollUpPart> _parts = [];

    /// <summary>The figure of a series at a moment. A key without observations gives the empty figure, for the province with target, path and comparisons.</summary>
    /// <param name="key">Any key; of an indicator that the pack does not know it is empty.</param>
    /// <param name="now">UTC; decides today's path, the data state and which year a flow shows.</param>
    public FigureState Evaluate(SeriesKey key, DateTimeOffset now)
    {
        if (!_slices.TryGetValue(key.Indicator, out var slice)) return new() { Key = key, StandingReason = StandingReason.NoFigure };

        var moment = new Moment(now, ProvinceCalendar.DayOf(now));
        if (IsProvince(key)) return Province(slice, key, moment) with { Comparisons = Comparisons(slice, moment.Year) };

        var level = key.Agency.Length > 0 ? AreaLevel.Commune : LevelOf(key.Area);
        return Reported(slice, slice.Find(key.Area), key, level, moment) ?? Nothing(slice, key, level, moment);
    }

    private AreaLevel LevelOf(string area) => _pack.Areas.TryGetValue(area, out var known) ? known.Level : AreaLevel.Benchmark;

    private FigureState Province(IndicatorSlice slice, SeriesKey key, in Moment moment) => Choose(slice, key, moment).Figure;

    // The province's figure, why it is this one, and the year that its parts are of.
    private (FigureState Figure, FigureChoice Choice, RollUpFigure? RollUp, int Year) Choose(IndicatorSlice slice, SeriesKey key, in Moment moment)
    {
        var reported = Reported(slice, slice.Province, key, AreaLevel.Province, moment);
        var (rollUp, year) = RollUpOf(slice, moment);
        var rolledUp = rollUp is null ? null : RolledUp(slice, key, rollUp, year, moment);
        var (shown, choice) = ReportedOrRolledUp.Choose(slice.Indicator.RollUpPolicy, reported, rolledUp);
        var figure = shown switch
        {
            ShownFigure.Reported => reported! with { Alternative = rolledUp },
            // A simulated report stays out of sight where real parts stand in for it.
            ShownFigure.RolledUp => choice == FigureChoice.RealParts ? rolledUp! : rolledUp! with { Alternative = reported },
            _ => Nothing(slice, key, AreaLevel.Province, moment) with { Alternative = reported ?? rolledUp },
        };
        return (figure, choice, rollUp, year);
    }

    private FigureState? Reported(IndicatorSlice slice, AreaSeries? area, SeriesKey key, AreaLevel level, in Moment moment)
    {
        var series = area?.Find(key.Agency);
        if (series is null || area!.Usable(series) is not { } pool) return null;

        if (pool.FlowUpTo(moment.Year) is { } flow)
        {
            var last = flow.Last;
            var isLastYear = flow.Year != moment.Year;
            var figure = new FigureState
            {
                Key = key,
                Origin = isLastYear ? FigureOrigin.LastYear : FigureOrigin.YearToDate,
                Value = flow.Value,
                Qualifier = flow.Qualifier,
                Period = flow.Period,
                EffectiveEnd = flow.EffectiveEnd,
                ReceivedAt = flow.ReceivedAt,
                Feed = last.Feed,
                Source = last.Source,
                ObservationId = flow.Pieces.Length == 1 ? last.Id : null,
                Revision = last.Revision,
                Simulated = last.Simulated,
                MissingMonths = flow.MissingMonths,
                History = flow.History,
            };
            var unjudged = isLastYear ? StandingReason.LastYear : flow.MissingMonths.Count > 0 ? StandingReason.Gap : StandingReason.None;
            return Judged(figure, slice, level, unjudged, _failedFeeds.Contains(last.Feed), moment);
        }

        var observation = pool.Latest.Observation;
        var state = new FigureState
        {
            Key = key,
            Origin = FigureOrigin.Reported,
            Value = observation.Value,
            Qualifier = observation.Qualifier,
            Period = observation.Period,
            EffectiveEnd = observation.EffectiveEnd,
            ReceivedAt = observation.ReceivedAt,
            Feed = observation.Feed,
            Source = observation.Source,
            ObservationId = observation.Id,
            Revision = observation.Revision,
            Simulated = observation.Simulated,
            Method = observation.Method,
            History = pool.History,
        };
        // A flow that gets here has only periods across the turn of a year: an amount, but of no year.
        var reason = pool.OtherMethod ? StandingReason.OtherMethod : slice.IsFlow ? StandingReason.Gap : StandingReason.None;
        return Judged(state, slice, level, reason, _failedFeeds.Contains(observation.Feed), moment);
    }

    private FigureState RolledUp(IndicatorSlice slice, SeriesKey key, RollUpFigure rollUp, int year, in Moment moment)
    {
        var isLastYear = slice.IsFlow && year != moment.Year;
        var figure = new FigureState
        {
            Key = key,
            Origin = isLastYear ? FigureOrigin.LastYear : FigureOrigin.RolledUp,
            Value = rollUp.Value,
            Qualifier = rollUp.Qualifier,
            Period = rollUp.Period,
            EffectiveEnd = rollUp.EffectiveEnd,
            ReceivedAt = rollUp.ReceivedAt,
            Feed = rollUp.Feed,
            Simulated = rollUp.Simulated,
            ShareReported = rollUp.ShareReported,
            AtLeast = rollUp.AtLeast,
            MissingMonths = rollUp.MissingMonths,
            History = rollUp.History,
        };
        // A mean of a few communes is shown with its share, but it is not the province's figure, so it is not held against the province's path.
        var unjudged = isLastYear ? StandingReason.LastYear
            : rollUp.MissingMonths.Count > 0 ? StandingReason.Gap
            : rollUp.AtLeast || rollUp.ShareCounted < RollUp.EnoughShare ? StandingReason.Incomplete
            : StandingReason.None;
        // A failed feed makes its parts count as not reported; the roll-up is in error only where its youngest part is and none else is current.
        return Judged(figure, slice, AreaLevel.Province, unjudged, rollUp.ShareReported == 0 && _failedFeeds.Contains(rollUp.Feed), moment);
    }

    // The roll-up, and for flows the year it is of.
    private (RollUpFigure? Figure, int Year) RollUpOf(IndicatorSlice slice, in Moment moment)
    {
        if (slice.RollUpFrom == Breakdown.None) return default;
        var year = moment.Year;
        if (slice.IsFlow)
        {
            var newest = 0;
            foreach (var (_, pool, _) in UsableParts(slice))
            {
                newest = Math.Max(newest, pool.FlowUpTo(year)?.Year ?? 0);
                if (newest == year) break;
            }

            year = newest;
        }

        _parts.Clear();
        var expected = slice.RollUpFrom == Breakdown.Commune ? _pack.Communes.Count : 0;
        var byPopulation = IsByPopulation(slice);
        foreach (var (commune, pool, seen) in UsableParts(slice))
        {
            if (slice.RollUpFrom == Breakdown.Agency) expected += seen;
            if (TryPart(slice, commune, pool, year, moment, out var part) == PartExclusion.None) _parts.Add(part);
        }

        var history = slice.RollUpHistory is { } known && known.Year == year ? known.Points : null;
        var figure = RollUp.Compute(slice.Indicator.Aggregation, slice.IsFlow, CollectionsMarshal.AsSpan(_parts), expected, byPopulation ? _population : null, history);
        if (figure is not null) slice.RollUpHistory = (year, figure.History);
        return (figure, year);
    }

    private static bool IsByPopulation(IndicatorSlice slice) => slice.RollUpFrom == Breakdown.Commune && slice.Indicator.Weight == "population";

    // What a part brings into the roll-up of a year, or why nothing.
    private PartExclusion TryPart(IndicatorSlice slice, int commune, SeriesPool pool, int year, in Moment moment, out RollUpPart part)
    {
        part = default;
        if (pool.OtherMethod) return PartExclusion.OtherMethod;
        if (slice.IsFlow)
        {
            if (pool.FlowOf(year) is not { } flow) return PartExclusion.OtherYear;
            part = new()
            {
                Value = flow.Value,
                Weight = flow.Last.Weight,
                Period = flow.Period,
                Effective = flow.EffectiveEnd.UtcTicks,
                ReceivedAt = flow.ReceivedAt,
                Feed = flow.Last.Feed,
                Qualifier = flow.Qualifier,
                Simulated = flow.Last.Simulated,
                MissingMonths = flow.MissingMonths,
                Samples = pool.FlowSamples(year),
            };
        }
        else
        {
            var observation = pool.Latest.Observation;
            part = new()
            {
                Value = observation.Value,
                Weight = observation.Weight,
                Period = observation.Period,
                Effective = pool.Latest.Effective,
                ReceivedAt = observation.ReceivedAt,
                Feed = observation.Feed,
                Qualifier = observation.Qualifier,
                Simulated = observation.Simulated,
                MissingMonths = [],
                Samples = pool.Samples,
            };
        }

        if (IsByPopulation(slice))
        {
            part.Weight = _pack.Communes[commune].Population;
            part.WeightFromPack = true;
        }

        // RollUp.Compute leaves such a part out by the same condition.
        if (slice.Indicator.Aggregation == Aggregation.WeightedMean && part.Weight is not > 0) return PartExclusion.NoWeight;

        part.WithinCadence = DataStateRule.Evaluate(slice.Indicator, new DateTimeOffset(part.Effective, TimeSpan.Zero), moment.Now, _failedFeeds.Contains(part.Feed)).State
            is DataState.Fresh or DataState.Late;
        return PartExclusion.None;
    }

    // Index of the commune (or -1), what of it may be used, and 1 as the count of a part that is expected to report.
    private static IEnumerable<(int Commune, SeriesPool Pool, int Seen)> UsableParts(IndicatorSlice slice)
    {
        if (slice.RollUpFrom == Breakdown.Agency)
        {
            if (slice.Province is not { } province) yield break;
            foreach (var agency in province.Agencies.Values)
            {
                if (province.Usable(agency) is { } pool) yield return (-1, pool, 1);
            }

            yield break;
        }

        var realOnly = slice.Province?.AnyReal == true;
        for (var i = 0; i < slice.Communes.Length; i++)
        {
            if (slice.Communes[i] is not { Whole: { } whole } commune || (realOnly && !commune.AnyReal)) continue;
            if (commune.Usable(whole) is { } pool) yield return (i, pool, 1);
        }
    }

    private static FigureState Nothing(IndicatorSlice slice, SeriesKey key, AreaLevel level, in Moment moment)
    {
        var plan = Today(slice, level, moment.Today);
        return new()
        {
            Key = key,
            NextTarget = plan.NextTarget,
            PathToday = plan.Path,
            Standing = Standing.Unknown,
            StandingReason = StandingReason.NoFigure,
            DataState = DataState.Missing,
        };
    }

    private static FigureState Judged(FigureState figure, IndicatorSlice slice, AreaLevel level, StandingReason unjudged, bool feedFailed, in Moment moment)
    {
        var (state, overdue) = DataStateRule.Evaluate(slice.Indicator, figure.EffectiveEnd, moment.Now, feedFailed);
        var plan = Today(slice, level, moment.Today);
        if (!plan.Judged) unjudged = StandingReason.NotJudgedHere;
        if (unjudged != StandingReason.None)
        {
            return figure with
            {
                Standing = Standing.Unknown,
                StandingReason = unjudged,
                NextTarget = plan.NextTarget,
                PathToday = plan.Path,
                DataState = state,
                Overdue = overdue,
            };
        }

        var judgement = StandingRule.Judge(slice.Indicator, slice.Path, figure.Value!.Value, figure.Period!, level);
        return figure with
        {
            Standing = judgement.Standing,
            StandingReason = judgement.Reason,
            JudgedTarget = judgement.NextTarget,
            PathAtPeriodEnd = judgement.Path,
            Gap = judgement.Gap,
            NextTarget = plan.NextTarget,
            PathToday = plan.Path,
            RequiredPacePerMonth = RequiredPace.PerMonth(slice.Indicator, slice.Path, figure.Value.Value, moment.Today),
            DataState = state,
            Overdue = overdue,
        };
    }

    // Judging a zero for today asks the rule itself for today's path, so that the tick and the standing cannot disagree.
    private static PlanToday Today(IndicatorSlice slice, AreaLevel level, DateOnly today)
    {
        if (slice.Today.TryGetValue(level, out var known) && known.Day == today) return known;

        var plan = new PlanToday(today, false, null, null);
        if (level is AreaLevel.Province or AreaLevel.Commune)
        {
            var period = slice.IsFlow ? Period.OfDays(new DateOnly(today.Year, 1, 1), today) : Period.OfDay(today);
            var probe = StandingRule.Judge(slice.Indicator, slice.Path, 0, period, level);
            if (probe.Reason != StandingReason.NotJudgedHere) plan = new(today, true, probe.Path, slice.Path?.NextTarget(today));
        }

        slice.Today[level] = plan;
        return plan;
    }

    private IReadOnlyList<Comparison> Comparisons(IndicatorSlice slice, int year)
    {
        if (slice.Comparisons is { } known && known.Year == year) return known.List;

        var list = new List<Comparison>();
        foreach (var code in _comparisonAreas)
        {
            if (slice.Find(code)?.Whole?.Pool(simulated: false) is not { } pool) continue;
            if (pool.FlowUpTo(year) is { } flow)
            {
                var qualifier = flow.MissingMonths.Count > 0 ? ValueQualifier.AtLeast : flow.Qualifier;
                list.Add(new(code, flow.Value, flow.Period, qualifier, "", flow.Last.Id));
            }
            else
            {
                var observation = pool.Latest.Observation;
                list.Add(new(code, observation.Value, observation.Period, observation.Qualifier, observation.Method, observation.Id));
            }
        }

        slice.Comparisons = (year, list);
        return list;
    }

    private readonly record struct Moment(DateTimeOffset Now, DateOnly Today)
    {
        public int Year => Today.Year;
    }
}
