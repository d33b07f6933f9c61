using System.Globalization;
using KhcnIoc.Core.Feeds;
using KhcnIoc.Core.Indicators;
using KhcnIoc.Storage.Observations;

namespace KhcnIoc.Storage.Sqlite;

/// <summary>Reads the history of a board, pair by pair of series and feed.</summary>
internal sealed class SqliteBoard : IDisposable
{
    private readonly SqliteReading _read;
    private readonly BoardHistoryQuery _query;
    private readonly SqliteMoment _moment;
    private readonly BoardWalk _walk;
    private readonly PreparedCommand _pairs;
    private readonly PreparedCommand _rows;
    private readonly PreparedCommand _received;

    public SqliteBoard(SqliteReading read, BoardHistoryQuery query)
    {
        (_read, _query) = (read, query);
        _moment = new(read, query.AsOfCommit, query.PeriodsUpTo);
        _walk = new(query.FlowsSince.ToUnixTimeMilliseconds());
        _pairs = read.Make($"SELECT SeriesId, FeedId FROM Observations {SqliteReading.ByKey} WHERE (SeriesId, FeedId) > (@0, @1) ORDER BY SeriesId, FeedId LIMIT 1", 2);
        _rows = read.Make(
            $"SELECT {SqliteReading.Columns} FROM Observations {SqliteReading.ByKey} WHERE SeriesId = @0 AND FeedId = @1 AND (PeriodEnd, PeriodStart) < (@2, @3) AND Id <= @4 "
            + "ORDER BY PeriodEnd DESC, PeriodStart DESC, Revision DESC", 5);
        _received = read.Make(
            $"SELECT {SqliteReading.Columns} FROM Observations INDEXED BY IX_Observations_SeriesId WHERE SeriesId = @0 AND Id <= @1 ORDER BY Id DESC", 2);
    }

    /// <param name="after">Only series whose number in the store is above this,</param>
    /// <param name="last">and not above this.</param>
    public BoardHistory Load(int after, int last, CancellationToken cancellationToken)
    {
        var found = new List<Observation>();
        if (_query.Indicators is null)
        {
            Walk(after, last, found, cancellationToken);
        }
        else
        {
            foreach (var series in _query.Indicators.SelectMany(i => _read.SeriesLike(new() { Indicator = i })).Where(s => s > after && s <= last).Order())
                Walk(series - 1, series, found, cancellationToken);
        }

        return new BoardHistory { Commit = _moment.At.Commit, Observations = found, Baselines = Baselines() };
    }

    private void Walk(int after, int last, List<Observation> found, CancellationToken cancellationToken)
    {
        var pair = (Series: after, Feed: int.MaxValue);
        var checkedSeries = 0;
        while (_moment.At.LastObservationId > 0 && NextPair(ref pair) && pair.Series <= last)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (pair.Series != checkedSeries && !_moment.Knows(pair.Series))
            {
                pair.Feed = int.MaxValue;
                continue;
            }

            checkedSeries = pair.Series;
            var series = _read.Series(pair.Series);
            var flow = _query.FlowIndicators.Contains(series.Indicator);
            _walk.Start(series.Agency.Length > 0 || _query.Communes.Contains(series.Area) ? _query.NewestPerPart : _query.NewestPerSeries);
            WalkBack(pair.Series, pair.Feed, flow);
            AddAhead(pair.Series, pair.Feed, flow);
            _walk.Finish(found);
        }
    }

    public void Dispose()
    {
        _received.Dispose();
        _rows.Dispose();
        _pairs.Dispose();
        _moment.Dispose();
    }

    private bool NextPair(ref (int Series, int Feed) pair)
    {
        using var reader = _pairs.Set(0, pair.Series).Set(1, pair.Feed).Read();
        if (!reader.Read()) return false;
        pair = (reader.GetInt32(0), reader.GetInt32(1));
        return true;
    }

    private void WalkBack(int series, int feed, bool flow)
    {
        var (end, start) = (_moment.Split, long.MaxValue);
        var more = true;
        while (more)
        {
            more = false;
            var superseded = 0;
            using var reader = _rows.Set(0, series).Set(1, feed).Set(2, end).Set(3, start).Set(4, _moment.At.LastObservationId).Read();
            while (reader.Read())
            {
                var (nextStart, nextEnd) = (reader.GetInt64(4), reader.GetInt64(5));
                if (nextEnd == end && nextStart == start)
                {
                    if (++superseded <= BoardWalk.SupersededInARow) continue;
                    more = true;
                    break;
                }

                if (!_walk.Wants(nextEnd, flow)) break;
                (start, end, superseded) = (nextStart, nextEnd, 0);
                _walk.Keep(_read.Observation(reader), flow);
            }
        }
    }

    private void AddAhead(int series, int feed, bool flow)
    {
        if (!_moment.IsPast || _moment.Split >= _moment.UpTo) return;

        // Flows have no instants: a day's figure is the finest, and all of a year are wanted anyway.
        var crowded = !flow && _moment.IsCrowdedAhead(series, feed, AsOf.FewEntries);
        if (crowded && AddLastReceived(series, feed)) return;
        foreach (var id in _moment.AheadIds(series, feed, crowded)) _walk.Keep(_moment.One(id), flow);
    }

    // What ends after the moment was current to its reception then. So it counts only if it was received after what the walk has
    // already, and ids rise with reception. False = that is further back than this looks.
    private bool AddLastReceived(int series, int feed)
    {
        var enough = _walk.Oldest;
        var found = new List<Observation>();
        var seen = new HashSet<Period>();
        var rows = 0;
        using var reader = _received.Set(0, series).Set(1, _moment.At.LastObservationId).Read();
        while (reader.Read())
        {
            if (reader.GetInt64(14) + (long)AsOf.Disorder.TotalMilliseconds <= enough) break;
            if (++rows > AsOf.LastReceived) return false;
            var end = reader.GetInt64(5);
            if (reader.GetInt32(2) != feed || end <= _moment.Split || end > _moment.UpTo) continue;
            var observation = _read.Observation(reader);
            if (seen.Add(observation.Period)) found.Add(observation);
        }

        foreach (var observation in found) _walk.Keep(observation, flow: false);
        return true;
    }

    private Dictionary<SeriesKey, Baseline> Baselines()
    {
        var baselines = new Dictionary<SeriesKey, Baseline>();
        using var kept = _read.Make("SELECT SeriesId, Value, Date, Source FROM Baselines WHERE ObservationId <= @0", 1);
        using var baseline = kept.Set(0, _moment.At.LastObservationId).Read();
        while (baseline.Read())
        {
            var day = DateOnly.ParseExact(baseline.GetString(2), "yyyy-MM-dd", CultureInfo.InvariantCulture);
            baselines[_read.Series(baseline.GetInt32(0))] = new((decimal)baseline.GetDouble(1), day, baseline.GetString(3));
        }

        return baselines;
    }
}
