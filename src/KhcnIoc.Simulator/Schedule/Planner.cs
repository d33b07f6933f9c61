using System.Globalization;
using KhcnIoc.Simulator.Catalogue;
using KhcnIoc.Simulator.Values;

namespace KhcnIoc.Simulator.Schedule;

/// <summary>Decides what is sent next: history first, then a quiet trickle of what really changes during a day.</summary>
/// <remarks>Not thread-safe; one run owns it. The same seed and the same clock give the same readings with the same ids.</remarks>
internal sealed class Planner
{
    /// <summary>The merged provinces begin here; what ended before is sent as restated.</summary>
    private static readonly DateTimeOffset s_merger = Clockwork.StartOf(new(2025, 7, 1));
    private static readonly DateOnly s_earliest = new(2020, 1, 1);

    private readonly SimCatalogue _catalogue;
    private readonly ValueModel _model;
    private readonly TimeProvider _time;
    private readonly SeededNoise _noise;
    private readonly string _idPrefix;
    private readonly List<Series> _series = [];
    private readonly Dictionary<Series, DateOnly> _lastMonth = [];
    private long _nextId;
    private long _step;

    internal Planner(SimCatalogue catalogue, long seed, TimeProvider time)
    {
        _catalogue = catalogue;
        _time = time;
        _model = new(catalogue, seed);
        _noise = new((ulong)seed);

        // The start time keeps ids of two runs apart: the same id with other content would be rejected.
        _idPrefix = string.Create(CultureInfo.InvariantCulture, $"sim-{seed:x}-{time.GetUtcNow().ToUnixTimeMilliseconds():x}-");
        foreach (var indicator in catalogue.Indicators)
        {
            _series.Add(new(indicator, null, ""));
            if (indicator.ByCommune) _series.AddRange(catalogue.Communes.Select(c => new Series(indicator, c, "")));
            if (indicator.ByAgency) _series.AddRange(catalogue.Agencies.Select(a => new Series(indicator, null, a)));
        }
    }

    /// <summary>History of the province first (a wall fills at once), then the newest period of every part.</summary>
    /// <param name="periods">Periods of history for the province, at least 1.</param>
    internal IEnumerable<SimReading> Backfill(int periods)
    {
        foreach (var series in _series.Where(s => s.IsProvince).Concat(_series.Where(s => !s.IsProvince)))
        {
            foreach (var period in History(series, series.IsProvince ? periods : 1, _time.GetUtcNow())) yield return Read(series, period);
        }
    }

    /// <summary>The next readings of the trickle: one as a rule, more where a flow has months to catch up on.</summary>
    internal IReadOnlyList<SimReading> Next()
    {
        var step = ++_step;
        var draw = _noise.Unit("what", step);
        var pool = draw < 0.55 ? Pool(SimCadence.Realtime) : draw < 0.80 ? Pool(SimCadence.Daily) : draw < 0.95 ? Flows() : Revisable();
        if (pool.Count == 0) pool = Pool(SimCadence.Realtime);
        if (pool.Count == 0) pool = _series;

        // The province itself comes often: that is what most screens show.
        var provinces = pool.Where(s => s.IsProvince).ToList();
        if (provinces.Count > 0 && _noise.Unit("who", step) < 0.5) pool = provinces;
        var series = pool[(int)(_noise.Unit("which", step) * pool.Count)];
        var now = _time.GetUtcNow();
        if (series.Indicator.IsFlow) return [.. Months(series, now).Select(p => Read(series, p))];

        var reading = Read(series, Current(series.Indicator, now));
        if (draw < 0.95 || pool == _series) return [reading];

        // A correction after checking: a notch up or down, still within bounds.
        var notch = series.Indicator.IsCount ? 1 : (decimal)Math.Pow(10, -series.Indicator.Decimals);
        var corrected = reading.Value + (_noise.Unit("sign", step) < 0.5 ? -notch : notch);
        return corrected < (series.Indicator.Min ?? 0) || corrected > (series.Indicator.Max ?? decimal.MaxValue) ? [reading] : [reading with { Value = corrected }];
    }

    /// <summary>The newest figure of the province for each indicator that changes during a day.</summary>
    internal IEnumerable<SimReading> Round()
    {
        foreach (var series in _series.Where(s => s.IsProvince && !s.Indicator.IsFlow && s.Indicator.Cadence <= SimCadence.Daily))
            yield return Read(series, Current(series.Indicator, _time.GetUtcNow()));
    }

    /// <summary>Readings for load: no two share a key, since each round over the series has its own millisecond of the past hour.</summary>
    internal IEnumerable<SimReading> Endless()
    {
        var stocks = _series.Where(s => !s.Indicator.IsFlow).ToList();
        if (stocks.Count == 0) yield break;
        var start = _time.GetUtcNow().AddHours(-1);
        for (var round = 0L; ; round++)
        {
            foreach (var series in stocks) yield return Read(series, Clockwork.Instant(start.AddMilliseconds(round)));
        }
    }

    private List<Series> Pool(SimCadence cadence) => [.. _series.Where(s => s.Indicator.Cadence == cadence && !s.Indicator.IsFlow)];

    private List<Series> Flows() => [.. _series.Where(s => s.Indicator.IsFlow)];

    private List<Series> Revisable() => [.. _series.Where(s => !s.Indicator.IsFlow && s.Indicator.Cadence is SimCadence.Monthly or SimCadence.Quarterly)];

    private IEnumerable<SimPeriod> History(Series series, int periods, DateTimeOffset now)
    {
        if (series.Indicator.IsFlow)
        {
            // Last year whole, where history is asked for: else the comparison with it would start in the middle.
            if (periods > 1)
            {
                var lastYear = new DateOnly(Clockwork.Today(now).Year - 1, 1, 1);
                for (var month = 0; month < 12; month++) yield return Clockwork.Month(lastYear.AddMonths(month));
            }

            foreach (var period in Months(series, now)) yield return period;
            yield break;
        }

        for (var back = periods - 1; back >= 0; back--)
        {
            if (Back(series.Indicator, now, back) is { } period) yield return period;
        }
    }

    /// <summary>Months of this year from the last one sent (it may have grown) to the running one; from January if none was.</summary>
    private List<SimPeriod> Months(Series series, DateTimeOffset now)
    {
        var running = Clockwork.FirstOfMonth(Clockwork.Today(now));
        var from = new DateOnly(running.Year, 1, 1);
        if (_lastMonth.TryGetValue(series, out var last)) from = last;
        _lastMonth[series] = running;
        var months = new List<SimPeriod>();
        for (var month = from; month <= running; month = month.AddMonths(1)) months.Add(Clockwork.Month(month));
        return months;
    }

    private static SimPeriod Current(SimIndicator indicator, DateTimeOffset now) => Back(indicator, now, 0)!.Value;

    private static SimPeriod? Back(SimIndicator indicator, DateTimeOffset now, int back)
    {
        var today = Clockwork.Today(now);
        var first = indicator.Cadence switch
        {
            SimCadence.Monthly => Clockwork.FirstOfMonth(today).AddMonths(-1 - back),
            SimCadence.Quarterly => Clockwork.FirstOfQuarter(today).AddMonths(-3 * (back + 1)),
            SimCadence.Yearly => new DateOnly(today.Year - 1 - back, 1, 1),
            _ => today.AddDays(-back),
        };
        if (first < s_earliest && back > 0) return null;
        return indicator.Cadence switch
        {
            SimCadence.Realtime => Clockwork.Instant(now.AddMinutes(-5 * back)),
            SimCadence.Daily => Clockwork.Day(first),
            SimCadence.Monthly => Clockwork.Month(first),
            SimCadence.Quarterly => Clockwork.Quarter(first),
            _ => Clockwork.Year(first.Year),
        };
    }

    private SimReading Read(Series series, SimPeriod period)
    {
        var (indicator, now) = (series.Indicator, _time.GetUtcNow());
        var (value, weight) = series switch
        {
            { Commune: { } commune } => (_model.Commune(indicator, commune, period, now), ValueModel.WeightOf(indicator, commune)),
            { Agency.Length: > 0 } => (_model.Agency(indicator, series.Agency, period, now), _model.AgencyWeight(indicator, series.Agency)),
            _ => (_model.Province(indicator, period, now), null),
        };
        var id = _idPrefix + (++_nextId).ToString("x", CultureInfo.InvariantCulture);
        return new(id, indicator.Code, series.Commune?.Code ?? _catalogue.Province.Code, series.Agency, period, value, weight, period.End <= s_merger);
    }

    private sealed record Series(SimIndicator Indicator, SimArea? Commune, string Agency)
    {
        public bool IsProvince => Commune is null && Agency.Length == 0;
    }
}
