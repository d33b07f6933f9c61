using KhcnIoc.Core.Areas;
using KhcnIoc.Core.Indicators;
using KhcnIoc.Core.Packs;

namespace KhcnIoc.Core.Live;

/// <summary>The series of one indicator in one area: the whole and its agencies.</summary>
internal sealed class AreaSeries(string area, AreaLevel level)
{
    public string Area { get; } = area;
    public AreaLevel Level { get; } = level;
    public SeriesHistory? Whole { get; private set; }

    /// <summary>Those seen so far, by agency code: sums and the order of their rounding do not depend on who came first.</summary>
    public SortedList<string, SeriesHistory> Agencies { get; } = new(StringComparer.Ordinal);

    /// <summary>A real figure exists, of the whole or of any agency; from then on nothing simulated of this indicator and area is used.</summary>
    public bool AnyReal { get; set; }

    public IEnumerable<SeriesHistory> All => Whole is null ? Agencies.Values : Agencies.Values.Prepend(Whole);

    public SeriesHistory? Find(string agency) => agency.Length == 0 ? Whole : Agencies.GetValueOrDefault(agency);

    public void Add(SeriesHistory series)
    {
        if (series.Key.Agency.Length == 0) Whole = series;
        else Agencies.Add(series.Key.Agency, series);
    }

    /// <summary>What of a series may be used: real figures where the area has any, else simulated ones.</summary>
    public SeriesPool? Usable(SeriesHistory? series) => series is null ? null : series.Pool(simulated: !AnyReal);
}

/// <summary>All that is held of one indicator.</summary>
internal sealed class IndicatorSlice
{
    private readonly ProvincePack _pack;
    private readonly IReadOnlyList<Target> _targets;
    private readonly Dictionary<string, AreaSeries> _areas = new(StringComparer.Ordinal);

    public IndicatorSlice(Indicator indicator, ProvincePack pack)
    {
        Indicator = indicator;
        _pack = pack;
        _targets = pack.Targets.GetValueOrDefault(indicator.Code) ?? [];
        Communes = new AreaSeries?[pack.Communes.Count];
        var from = indicator.RollUpFrom != Breakdown.None ? indicator.RollUpFrom : indicator.Breakdown;
        if (indicator.Aggregation == Aggregation.ProvinceOnly) from = Breakdown.None;
        // A split both ways of which the pack names none: the communes, which cover the province; agencies need not.
        RollUpFrom = from.HasFlag(Breakdown.Commune) ? Breakdown.Commune : from;
        SetBaseline(pack.Baselines.GetValueOrDefault(indicator.Code));
    }

    public Indicator Indicator { get; }
    public bool IsFlow => Indicator.Kind == IndicatorKind.Flow;

    /// <summary>Commune, agency or none.</summary>
    public Breakdown RollUpFrom { get; }
    public Baseline? Baseline { get; private set; }
    public TargetPath? Path { get; private set; }

    /// <summary>In the pack's order of communes.</summary>
    public AreaSeries?[] Communes { get; }
    public AreaSeries? Province { get; private set; }
    public IEnumerable<AreaSeries> Areas => _areas.Values;

    /// <summary>Made for a year; dropped when a series of a comparison changes.</summary>
    public (int Year, IReadOnlyList<Comparison> List)? Comparisons { get; set; }

    /// <summary>Past values of the roll-up, for flows of a year; dropped when any series of the indicator changes.</summary>
    public (int Year, HistoryPoint[] Points)? RollUpHistory { get; set; }

    /// <summary>Today's path and target by level; dropped when the path changes.</summary>
    public Dictionary<AreaLevel, PlanToday> Today { get; } = [];

    public AreaSeries? Find(string area) => _areas.GetValueOrDefault(area);

    public AreaSeries FindOrAdd(string area, AreaLevel level, int commune)
    {
        if (_areas.TryGetValue(area, out var series)) return series;
        _areas.Add(area, series = new(area, level));
        if (commune >= 0) Communes[commune] = series;
        if (level == AreaLevel.Province) Province = series;
        return series;
    }

    public void SetBaseline(Baseline? baseline)
    {
        Baseline = baseline;
        Path = TargetPath.Create(_targets, _pack.Plans, baseline);
        Today.Clear();
    }

    public void Clear()
    {
        _areas.Clear();
        Array.Clear(Communes);
        Province = null;
        Comparisons = null;
        RollUpHistory = null;
        SetBaseline(_pack.Baselines.GetValueOrDefault(Indicator.Code));
    }
}

/// <summary>What the plan says on a day, whatever the figure.</summary>
internal readonly record struct PlanToday(DateOnly Day, bool Judged, decimal? Path, Target? NextTarget);
