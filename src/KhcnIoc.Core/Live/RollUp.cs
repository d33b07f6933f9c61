using KhcnIoc.Core.Indicators;

namespace KhcnIoc.Core.Live;

/// <summary>What one part (a commune or an agency) brings into a roll-up.</summary>
internal struct RollUpPart
{
    public decimal Value;

    /// <summary>Population or the weight that came with the figure; <see langword="null"/> = none, then it takes no part in a mean.</summary>
    public decimal? Weight;

    /// <summary>The weight is the pack's and holds for all of the past; else each figure brings its own.</summary>
    public bool WeightFromPack;
    public Period Period;
    public long Effective;
    public DateTimeOffset ReceivedAt;
    public string Feed;
    public ValueQualifier Qualifier;
    public bool Simulated;

    /// <summary>Its data state is fresh or late.</summary>
    public bool WithinCadence;

    /// <summary>A flow's hole.</summary>
    public IReadOnlyList<int> MissingMonths;
    public Sample[] Samples;
}

/// <summary>A figure computed from parts.</summary>
internal sealed record RollUpFigure
{
    public required decimal Value { get; init; }

    /// <summary>Weight (parts, for sums) reported within the cadence, over all of it: 0 to 1.</summary>
    public required decimal ShareReported { get; init; }

    /// <summary>Weight (parts, for sums) of the parts that have any figure, over all of it: 0 to 1.</summary>
    public required decimal ShareCounted { get; init; }

    /// <summary>A sum that lacks parts.</summary>
    public required bool AtLeast { get; init; }
    public required Period Period { get; init; }
    public required DateTimeOffset EffectiveEnd { get; init; }
    public required DateTimeOffset ReceivedAt { get; init; }
    public required string Feed { get; init; }
    public required bool Simulated { get; init; }
    public required ValueQualifier Qualifier { get; init; }
    public required IReadOnlyList<int> MissingMonths { get; init; }
    public required HistoryPoint[] History { get; init; }
}

/// <summary>Communes or agencies into the province's figure (DESIGN, "Reported or rolled up").</summary>
/// <remarks>
/// All parts with a figure are counted, stale ones too: a commune that falls a day behind must not make the mean jump. How much of it is
/// current says the share. The figure is as old as the oldest part that reported within its cadence (of all parts, where none did), so it is never
/// greener than its parts. It is about the period of its latest part where all periods are of one kind (all are months, say); else about the day of its age.
/// </remarks>
internal static class RollUp
{
    /// <summary>From this share on the roll-up stands in for a reported figure.</summary>
    public const decimal EnoughShare = 0.8m;

    /// <param name="parts">The parts that have a figure.</param>
    /// <param name="expected">How many parts there should be.</param>
    /// <param name="allWeight">The weight of all parts where it is known (population); else shares go by number of parts.</param>
    /// <param name="history">The past values, where they are known from before; else they are computed.</param>
    /// <returns><see langword="null"/> where no part can be counted.</returns>
    public static RollUpFigure? Compute(Aggregation aggregation, bool flow, ReadOnlySpan<RollUpPart> parts, int expected, decimal? allWeight, HistoryPoint[]? history)
    {
        var mean = aggregation == Aggregation.WeightedMean;
        decimal total = 0, weight = 0, weightWithin = 0;
        var (counted, within, youngest) = (0, 0, -1);
        long oldest = long.MaxValue, oldestWithin = long.MaxValue;
        var received = DateTimeOffset.MinValue;
        var (simulated, oneKind) = (false, true);
        var qualifier = ValueQualifier.Exact;
        SortedSet<int>? missing = null;

        for (var i = 0; i < parts.Length; i++)
        {
            ref readonly var part = ref parts[i];
            if (mean && part.Weight is not > 0) continue;

            var own = mean ? part.Weight!.Value : 1;
            total += mean ? part.Value * own : part.Value;
            weight += own;
            qualifier = counted++ == 0 ? part.Qualifier : Qualifiers.Combine(qualifier, part.Qualifier);
            simulated |= part.Simulated;
            if (part.ReceivedAt > received) received = part.ReceivedAt;
            oldest = Math.Min(oldest, part.Effective);
            if (part.WithinCadence)
            {
                within++;
                weightWithin += own;
                oldestWithin = Math.Min(oldestWithin, part.Effective);
            }

            if (part.MissingMonths.Count > 0) (missing ??= []).UnionWith(part.MissingMonths);
            if (youngest >= 0) oneKind &= part.Period.Kind == parts[youngest].Period.Kind;
            if (youngest < 0 || IsYounger(part, parts[youngest])) youngest = i;
        }

        if (counted == 0) return null;

        var byWeight = mean && allWeight is > 0;
        var all = byWeight ? allWeight!.Value : Math.Max(expected, counted);
        var value = mean ? Math.Round(total / weight, 4, MidpointRounding.AwayFromZero) : total;
        var effective = new DateTimeOffset(within > 0 ? oldestWithin : oldest, TimeSpan.Zero);
        return new()
        {
            Value = value,
            ShareReported = Math.Clamp((byWeight ? weightWithin : within) / all, 0, 1),
            ShareCounted = Math.Clamp((byWeight ? weight : counted) / all, 0, 1),
            AtLeast = !mean && counted < expected,
            // A flow's periods all begin on 1 January and differ only in where they reach, whatever kind that makes them.
            Period = oneKind || flow ? parts[youngest].Period : Period.OfDay(ProvinceCalendar.DayOf(effective.AddTicks(-1))),
            EffectiveEnd = effective,
            ReceivedAt = received,
            Feed = parts[youngest].Feed,
            Simulated = simulated,
            Qualifier = qualifier,
            MissingMonths = missing is null ? [] : [.. missing],
            History = history ?? PastValues(mean, flow, parts, value),
        };
    }

    private static bool IsYounger(in RollUpPart part, in RollUpPart other) =>
        part.Effective != other.Effective ? part.Effective > other.Effective
        : part.Period.Length != other.Period.Length ? part.Period.Length < other.Period.Length
        : part.ReceivedAt > other.ReceivedAt;

    // Walks all parts back in time together. In double: these are points of a line a few pixels high, and 102 communes have 4,000 of them.
    private static HistoryPoint[] PastValues(bool mean, bool flow, ReadOnlySpan<RollUpPart> parts, decimal latest)
    {
        var next = new int[parts.Length];
        var packWeights = new double[parts.Length];
        double total = 0, weight = 0;
        var present = 0;
        for (var p = 0; p < parts.Length; p++)
        {
            next[p] = -1;
            if (mean && parts[p].Weight is not > 0) continue;
            next[p] = parts[p].Samples.Length - 1;
            if (next[p] < 0) continue;
            packWeights[p] = !mean ? 1 : parts[p].WeightFromPack ? (double)parts[p].Weight!.Value : 0;
            Step(p, parts[p].Samples[next[p]], 1);
            present++;
        }

        var (fullWeight, fullParts) = (weight, present);
        var points = new List<HistoryPoint>(FeedHistory.Capacity);
        while (points.Count < FeedHistory.Capacity)
        {
            var at = long.MinValue;
            for (var p = 0; p < parts.Length; p++)
            {
                if (next[p] >= 0) at = Math.Max(at, parts[p].Samples[next[p]].At);
            }

            if (at == long.MinValue) break;

            // A line that falls because communes had not begun to report would tell a story that did not happen; a flow does begin at nothing.
            if (mean ? weight <= 0 || weight < fullWeight * (double)EnoughShare : !flow && present < fullParts) break;

            var value = points.Count == 0 ? latest : (decimal)Math.Round(mean ? total / weight : total, 4, MidpointRounding.AwayFromZero);
            points.Add(new(new DateTimeOffset(at, TimeSpan.Zero), value));
            for (var p = 0; p < parts.Length; p++)
            {
                if (next[p] < 0 || parts[p].Samples[next[p]].At != at) continue;
                var samples = parts[p].Samples;
                Step(p, samples[next[p]--], -1);
                if (next[p] < 0) present--;
                else Step(p, samples[next[p]], 1);
            }
        }

        points.Reverse();
        return [.. points];

        void Step(int p, in Sample sample, double sign)
        {
            var own = packWeights[p] > 0 ? packWeights[p] : sample.Weight;
            total += sign * sample.Value * own;
            weight += sign * own;
        }
    }
}

/// <summary>Which of two figures the province shows, and why (DESIGN, "Reported or rolled up").</summary>
internal static class ReportedOrRolledUp
{
    /// <param name="reported">The province's own figure; <see langword="null"/> = none.</param>
    /// <param name="rolledUp">The figure of its parts; <see langword="null"/> = none.</param>
    /// <returns>Neither where the policy asks for the one that there is not.</returns>
    public static (ShownFigure Shown, FigureChoice Choice) Choose(RollUpPolicy policy, FigureState? reported, FigureState? rolledUp)
    {
        if (policy != RollUpPolicy.ReportedThenRolledUp)
        {
            var asked = policy == RollUpPolicy.ReportedOnly ? reported : rolledUp;
            var (shown, both) = (policy == RollUpPolicy.ReportedOnly ? ShownFigure.Reported : ShownFigure.RolledUp, reported is not null && rolledUp is not null);
            return (asked is null ? ShownFigure.Neither : shown, both ? FigureChoice.Policy : FigureChoice.Only);
        }

        if (rolledUp is null) return (reported is null ? ShownFigure.Neither : ShownFigure.Reported, FigureChoice.Only);
        if (reported is null) return (ShownFigure.RolledUp, FigureChoice.Only);

        // Real communes that make up most of the province are a real figure of it.
        var enough = rolledUp.ShareReported >= RollUp.EnoughShare;
        if (reported.Simulated && !rolledUp.Simulated && enough) return (ShownFigure.RolledUp, FigureChoice.RealParts);
        if (reported.Method.Length > 0) return (ShownFigure.RolledUp, FigureChoice.OtherMethod);

        // Last year's total gives way to this year's parts as soon as enough of them have begun the year.
        var behindAYear = reported.Origin == FigureOrigin.LastYear && rolledUp.Origin != FigureOrigin.LastYear;
        var current = reported.DataState is DataState.Fresh or DataState.Late;
        if (current && !(behindAYear && enough)) return (ShownFigure.Reported, FigureChoice.ReportedIsCurrent);
        if (enough) return (ShownFigure.RolledUp, current ? FigureChoice.ThisYear : FigureChoice.RollUpIsCurrent);
        return (reported.EffectiveEnd >= rolledUp.EffectiveEnd ? ShownFigure.Reported : ShownFigure.RolledUp, FigureChoice.Younger);
    }
}

/// <summary>Which of the province's two figures is shown.</summary>
internal enum ShownFigure { Neither, Reported, RolledUp }
