using KhcnIoc.Core.Areas;
using KhcnIoc.Core.Feeds;
using KhcnIoc.Core.Indicators;

namespace KhcnIoc.Core.Live;

public sealed partial class FigureEvaluator
{
    /// <summary>How the figure of a series comes to be at a moment: the figure of <see cref="Evaluate"/>, and what it was made of.</summary>
    /// <param name="known">Figures already judged, by series, that need not be judged again; <see langword="null"/> for one it does not have.</param>
    public FigureExplanation Explain(SeriesKey key, DateTimeOffset now, Func<SeriesKey, FigureState?>? known = null)
    {
        if (!_slices.TryGetValue(key.Indicator, out var slice)) return new() { Figure = Evaluate(key, now) };

        var moment = new Moment(now, ProvinceCalendar.DayOf(now));
        if (!IsProvince(key))
        {
            var own = ObservationsOf(slice, slice.Find(key.Area), key, moment);
            return new() { Figure = Evaluate(key, now), Formula = FormulaOf(own), Observations = own };
        }

        var (figure, choice, rollUp, year) = Choose(slice, key, moment);
        var observations = ObservationsOf(slice, slice.Province, key, moment);
        var mean = slice.Indicator.Aggregation == Aggregation.WeightedMean;
        var isRolledUp = figure.ShareReported is not null;
        var explanation = new FigureExplanation
        {
            Figure = figure with { Comparisons = Comparisons(slice, moment.Year) },
            Formula = figure.Value is null ? FigureFormula.None : !isRolledUp ? FormulaOf(observations) : mean ? FigureFormula.WeightedMean : FigureFormula.Sum,
            Choice = choice,
            Observations = choice == FigureChoice.RealParts ? [] : observations,
        };
        if (slice.RollUpFrom == Breakdown.None) return explanation;

        // Where all parts are left out there is no roll-up, and the reasons are what is to be said.
        var (parts, total) = PartsOf(slice, year, known ?? (_ => null), moment);
        if (parts.All(p => p.Exclusion == PartExclusion.NoFigure)) return explanation;
        return explanation with { Parts = parts, Weight = mean ? slice.Indicator.Weight : "", CountedWeight = mean && rollUp is not null ? total : null };
    }

    /// <summary>The target path of an indicator; <see langword="null"/> = the plans set none.</summary>
    public TargetPath? PathOf(string indicator) => _slices.TryGetValue(indicator, out var slice) ? slice.Path : null;

    private static FigureFormula FormulaOf(Observation[] observations) =>
        observations.Length switch { 0 => FigureFormula.None, 1 => FigureFormula.Observation, _ => FigureFormula.YearToDate };

    private static Observation[] ObservationsOf(IndicatorSlice slice, AreaSeries? area, SeriesKey key, in Moment moment)
    {
        if (area?.Usable(area.Find(key.Agency)) is not { } pool) return [];
        return pool.FlowUpTo(moment.Year) is { } flow ? flow.Pieces : [pool.Latest.Observation];
    }

    // Every part that is expected, with its share of the weight that counts; and that weight.
    private (List<FigurePart> Parts, decimal Total) PartsOf(IndicatorSlice slice, int year, Func<SeriesKey, FigureState?> known, in Moment moment)
    {
        var mean = slice.Indicator.Aggregation == Aggregation.WeightedMean;
        var parts = new List<FigurePart>();
        var total = 0m;
        if (slice.RollUpFrom == Breakdown.Agency)
        {
            foreach (var (_, series) in slice.Province?.Agencies ?? []) Add(new(series.Key, slice.Province, series, -1), moment);
        }
        else
        {
            var realOnly = slice.Province?.AnyReal == true;
            for (var i = 0; i < slice.Communes.Length; i++)
            {
                var commune = slice.Communes[i];
                Add(new(new(slice.Indicator.Code, _pack.Communes[i].Code), commune, commune?.Whole, i, RealOnly: realOnly), moment);
            }
        }

        return (parts.ConvertAll(p => p.Exclusion == PartExclusion.None && total > 0 ? p with { Share = (p.Weight ?? 1) / total } : p), total);

        void Add(in Candidate candidate, in Moment moment)
        {
            var (exclusion, part) = Judge(slice, candidate, year, moment);
            var figure = known(candidate.Key)
                ?? Reported(slice, candidate.Area, candidate.Key, AreaLevel.Commune, moment)
                ?? Nothing(slice, candidate.Key, AreaLevel.Commune, moment);
            var weight = mean && part.Weight > 0 ? part.Weight : null;
            parts.Add(new(candidate.Key, figure, weight, 0, exclusion));
            if (exclusion == PartExclusion.None) total += weight ?? 1;
        }
    }

    private (PartExclusion Exclusion, RollUpPart Part) Judge(IndicatorSlice slice, in Candidate candidate, int year, in Moment moment)
    {
        if (candidate.Series is null) return (PartExclusion.NoFigure, default);
        if (candidate.Area!.Usable(candidate.Series) is not { } pool) return (PartExclusion.Simulated, default);
        var exclusion = TryPart(slice, candidate.Commune, pool, year, moment, out var part);
        return (candidate.RealOnly && !candidate.Area.AnyReal ? PartExclusion.Simulated : exclusion, part);
    }

    // A part that the roll-up expects, whether it has reported or not.
    private readonly record struct Candidate(SeriesKey Key, AreaSeries? Area, SeriesHistory? Series, int Commune, bool RealOnly = false);
}
