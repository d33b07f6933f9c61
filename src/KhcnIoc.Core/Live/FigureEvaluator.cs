using KhcnIoc.Core.Areas;
using KhcnIoc.Core.Feeds;
using KhcnIoc.Core.Indicators;
using KhcnIoc.Core.Packs;

namespace KhcnIoc.Core.Live;

/// <summary>
/// Holds the observations that shown figures stand on and computes figures from them. One writer; not thread-safe. No clock, no I/O.
/// </summary>
/// <remarks>
/// Rules: DESIGN "Semantics". Memory is bounded: per series and feed at most 40 periods, for flows those of this and last year.
/// Observations of indicators or areas that the pack does not know (any more) are left out.
/// <para>Simulated and real are told apart by indicator and area. Where an area has one real figure of an indicator, of the whole or of any agency, nothing
/// simulated of that area is shown, and roll-ups to it use real parts only. Where it has none, each commune has its own choice; a roll-up with
/// any simulated part is simulated. A roll-up of real parts alone with at least 80 % of its weight hides a simulated reported figure.</para>
/// <para>Figures do not depend on the order of arrival, with one exception by its nature: a baseline is the first figure known when the second arrives,
/// and it is kept from then on.</para>
/// <para>A part (a commune, an agency) is judged like a commune: ratios by the province's path, counts and flows not at all. Comparisons use real figures only, as
/// they carry no mark. A flow that shows last year's total has origin <see cref="FigureOrigin.LastYear"/> rolled up, too; then its share is set.</para>
/// </remarks>
public sealed partial class FigureEvaluator
{
    private readonly ProvincePack _pack;
    private readonly Dictionary<string, IndicatorSlice> _slices;
    private readonly Dictionary<string, int> _communes = new(StringComparer.Ordinal);
    private readonly decimal _population;
    private readonly List<string> _comparisonAreas;
    private readonly List<SeriesKey> _keys = [];
    private readonly HashSet<string> _failedFeeds = new(StringComparer.Ordinal);
    private readonly List<(SeriesKey Series, Baseline Baseline, long ObservationId)> _newBaselines = [];

    public FigureEvaluator(ProvincePack pack)
    {
        ArgumentNullException.ThrowIfNull(pack);
        _pack = pack;
        _slices = new(StringComparer.Ordinal);
        foreach (var indicator in pack.Catalogue) _slices.Add(indicator.Code, new(indicator, pack));
        for (var i = 0; i < pack.Communes.Count; i++)
        {
            _communes.Add(pack.Communes[i].Code, i);
            _population += pack.Communes[i].Population ?? 0;
        }

        _comparisonAreas =
        [
            .. pack.Province.Predecessors,
            .. Others(AreaLevel.Predecessor).Except(pack.Province.Predecessors),
            .. Others(AreaLevel.Country),
            .. Others(AreaLevel.Benchmark),
        ];
        AddProvinceKeys();

        IEnumerable<string> Others(AreaLevel level) => pack.Areas.Values.Where(a => a.Level == level).Select(a => a.Code).Order(StringComparer.Ordinal);
    }

    /// <summary>All series that have observations, and the province's series of every catalogue indicator.</summary>
    public IReadOnlyCollection<SeriesKey> Keys => _keys;

    /// <summary>Starts anew from the store. Baselines that the store had not kept yet (a crash came between) are found again.</summary>
    public void Load(BoardHistory history)
    {
        ArgumentNullException.ThrowIfNull(history);
        _keys.Clear();
        _newBaselines.Clear();
        foreach (var slice in _slices.Values) slice.Clear();
        AddProvinceKeys();

        foreach (var (series, baseline) in history.Baselines)
        {
            if (IsProvince(series) && _slices.TryGetValue(series.Indicator, out var slice) && slice.Baseline is null) slice.SetBaseline(baseline);
        }

        foreach (var observation in history.Observations)
        {
            if (Place(observation) is not var (_, area, series)) continue;
            if (series.Add(observation, _pack.RankOf(observation.Feed)) && !observation.Simulated) area.AnyReal = true;
        }

        foreach (var slice in _slices.Values) FindBaseline(slice);
    }

    /// <summary>Takes in newly committed observations.</summary>
    /// <returns>
    /// The keys whose figure may have changed: the series itself, the province where it rolls up or compares with the series, and the area's simulated
    /// series when its first real figure hides them. Empty where the observations change nothing.
    /// </returns>
    public IReadOnlyCollection<SeriesKey> Apply(IReadOnlyList<Observation> observations)
    {
        ArgumentNullException.ThrowIfNull(observations);
        var changed = new HashSet<SeriesKey>();
        var withoutBaseline = new HashSet<IndicatorSlice>();
        foreach (var observation in observations)
        {
            var known = _keys.Count;
            if (Place(observation) is not var (slice, area, series)) continue;
            if (_keys.Count > known) changed.Add(series.Key);
            if (!series.Add(observation, _pack.RankOf(observation.Feed))) continue;
            if (observation.Simulated && area.AnyReal) continue;
            slice.RollUpHistory = null;

            changed.Add(series.Key);
            if (!observation.Simulated && !area.AnyReal)
            {
                area.AnyReal = true;
                foreach (var hidden in area.All) changed.Add(hidden.Key);
                if (area.Level == AreaLevel.Province) changed.Add(ProvinceKey(slice));
            }

            if (ReachesProvince(slice, area, observation)) changed.Add(ProvinceKey(slice));
            if (area.Level is not (AreaLevel.Province or AreaLevel.Commune)) slice.Comparisons = null;
            if (slice.Baseline is null && !observation.Simulated && IsProvince(series.Key)) withoutBaseline.Add(slice);
        }

        foreach (var slice in withoutBaseline)
        {
            var corners = slice.Path?.Points.Count;
            if (!FindBaseline(slice) || slice.Path?.Points.Count == corners) continue;
            // The path has a start now: whatever is compared with it may have a standing.
            changed.Add(ProvinceKey(slice));
            foreach (var area in slice.Areas)
            {
                if (area.Level is AreaLevel.Province or AreaLevel.Commune) changed.UnionWith(area.All.Select(s => s.Key));
            }
        }

        return changed;
    }

    /// <summary>Baselines found since the last call, for the store to keep.</summary>
    public IReadOnlyList<(SeriesKey Series, Baseline Baseline, long ObservationId)> TakeNewBaselines()
    {
        if (_newBaselines.Count == 0) return [];
        var taken = _newBaselines.ToArray();
        _newBaselines.Clear();
        return taken;
    }

    /// <summary>Marks a pull, file or queue feed as failing or working again. May change the data state of every figure it feeds.</summary>
    public void SetFeedFailed(string feed, bool failed)
    {
        if (failed) _failedFeeds.Add(feed);
        else _failedFeeds.Remove(feed);
    }

    private void AddProvinceKeys()
    {
        foreach (var indicator in _pack.Catalogue) _keys.Add(new(indicator.Code, _pack.Province.Code));
    }

    private SeriesKey ProvinceKey(IndicatorSlice slice) => new(slice.Indicator.Code, _pack.Province.Code);

    private bool IsProvince(SeriesKey series) => series.Agency.Length == 0 && series.Area == _pack.Province.Code;

    // The series an observation belongs to, made where it is the first.
    private (IndicatorSlice Slice, AreaSeries Area, SeriesHistory Series)? Place(Observation observation)
    {
        var key = observation.Series;
        if (!_slices.TryGetValue(key.Indicator, out var slice)) return null;
        var area = slice.Find(key.Area);
        if (area is null)
        {
            if (!_pack.Areas.TryGetValue(key.Area, out var known)) return null;
            area = slice.FindOrAdd(key.Area, known.Level, _communes.GetValueOrDefault(key.Area, -1));
        }

        var series = area.Find(key.Agency);
        if (series is null)
        {
            area.Add(series = new(key, slice.IsFlow));
            if (!IsProvince(key)) _keys.Add(key);
        }

        return (slice, area, series);
    }

    private static bool ReachesProvince(IndicatorSlice slice, AreaSeries area, Observation observation)
    {
        // Nothing simulated takes part beside a real figure of the province, and comparisons are real or absent: they carry no mark.
        if (observation.Simulated && slice.Province?.AnyReal == true) return false;
        return area.Level switch
        {
            AreaLevel.Province => observation.Series.Agency.Length > 0 && slice.RollUpFrom == Breakdown.Agency,
            AreaLevel.Commune => observation.Series.Agency.Length == 0 && slice.RollUpFrom == Breakdown.Commune,
            _ => observation.Series.Agency.Length == 0 && !observation.Simulated,
        };
    }

    private bool FindBaseline(IndicatorSlice slice)
    {
        if (slice.Baseline is not null || slice.Province?.Whole?.Pool(simulated: false) is not { } pool) return false;

        Observation? first;
        decimal value;
        DateTimeOffset end;
        if (slice.IsFlow)
        {
            // A flow's path is made of whole years, so its baseline is one: the first complete year once another has begun.
            if (pool.FirstFullYear() is not { } year) return false;
            (first, value, end) = (year.Last, year.Value, year.EffectiveEnd);
        }
        else
        {
            first = pool.FirstOfTwo();
            if (first is null) return false;
            (value, end) = (first.Value, first.Period.End);
        }

        var day = ProvinceCalendar.DayOf(first.Period.Kind == PeriodKind.Instant ? end : end.AddTicks(-1));
        var source = first.Source is { Title.Length: > 0 } document ? document.Title : $"observation {first.Id}";
        var baseline = new Baseline(value, day, source);
        slice.SetBaseline(baseline);
        _newBaselines.Add((ProvinceKey(slice), baseline, first.Id));
        return true;
    }
}
