using KhcnIoc.Core.Feeds;
using KhcnIoc.Core.Indicators;
using KhcnIoc.Core.Live;
using KhcnIoc.TestSupport;

namespace KhcnIoc.Core.Tests.Live;

public sealed class LiveBoardTests
{
    private static readonly SeriesKey s_coverage = new(SamplePack.Coverage, SamplePack.Province);
    private readonly ManualTime _time = new(new DateTimeOffset(2026, 6, 20, 3, 0, 0, TimeSpan.Zero));
    private readonly SampleObservations _observations = new();

    [Fact]
    public void View_Explain_IsMadeOfTheBoardsOwnFigures()
    {
        var board = Loaded(_observations.Commune(SamplePack.Coverage, 1, "2026-05", 30));
        board.Apply(2, [_observations.Commune(SamplePack.Coverage, 2, "2026-05", 60)]);
        var view = board.View();

        var explanation = view.Explain(s_coverage);

        Assert.Equal((50m, 4), (explanation.Figure.Value, explanation.Parts.Count));
        Assert.All(explanation.Parts.Take(2), p => Assert.Same(view.Get(p.Key), p.Figure));
        Assert.All(explanation.Parts.Skip(2), p => Assert.Equal(DataState.Missing, p.Figure.DataState));
    }

    [Fact]
    public void Age_AsTimePasses_GoesFreshLateStaleOnceEach()
    {
        var board = Loaded(_observations.Province(SamplePack.Coverage, "2026-05", 30));
        var states = new List<DataState> { board.Current.Get(s_coverage).DataState };
        using var leave = board.Subscribe((snapshot, changed) =>
        {
            if (changed.Contains(s_coverage) && snapshot.Get(s_coverage).DataState != states[^1]) states.Add(snapshot.Get(s_coverage).DataState);
        }, out _);

        for (var day = 0; day < 120; day++)
        {
            _time.Advance(TimeSpan.FromDays(1));
            board.Age();
        }

        Assert.Equal([DataState.Fresh, DataState.Late, DataState.Stale], states);
    }

    [Fact]
    public void Age_EachMinuteOverMidnight_MovesThePathOnceAndAtMidnightOfTheProvince()
    {
        var board = Loaded(_observations.Province(SamplePack.Coverage, "2026-05", 30));
        _time.Advance(new DateTimeOffset(2026, 6, 20, 16, 50, 0, TimeSpan.Zero) - _time.GetUtcNow());
        board.Age();
        var moves = new List<DateTimeOffset>();
        var path = board.Current.Get(s_coverage).PathToday;
        using var leave = board.Subscribe((snapshot, changed) =>
        {
            if (snapshot.Get(s_coverage).PathToday == path) return;
            Assert.Contains(s_coverage, changed);
            path = snapshot.Get(s_coverage).PathToday;
            moves.Add(snapshot.At);
        }, out _);

        for (var minute = 0; minute < 60; minute++)
        {
            _time.Advance(TimeSpan.FromMinutes(1));
            board.Age();
        }

        Assert.Equal([new DateTimeOffset(2026, 6, 20, 17, 0, 0, TimeSpan.Zero)], moves);
    }

    [Fact]
    public void Age_EachMinuteOverMidnight_PublishesEveryFigureOnceEvenThoseThatStayTheSame()
    {
        var board = Loaded(_observations.Province(SamplePack.Coverage, "2026-05", 30));
        _time.Advance(new DateTimeOffset(2026, 6, 20, 16, 58, 0, TimeSpan.Zero) - _time.GetUtcNow());
        board.Age();
        var whole = new List<DateTimeOffset>();
        using var leave = board.Subscribe((snapshot, changed) =>
        {
            if (changed.ToHashSet().SetEquals(snapshot.Figures.Keys)) whole.Add(snapshot.At);
        }, out var before);

        for (var minute = 0; minute < 10; minute++)
        {
            _time.Advance(TimeSpan.FromMinutes(1));
            board.Age();
        }

        Assert.True(before.Figures.Count > 1);
        Assert.Equal([new DateTimeOffset(2026, 6, 20, 17, 0, 0, TimeSpan.Zero)], whole);
    }

    [Fact]
    public void IsJudgedAnew_EachThingThatAPersonSees_Counts()
    {
        var figure = new FigureState { Key = s_coverage };

        Assert.False(LiveBoard.IsJudgedAnew(figure, figure with { MissingMonths = [] }));
        Assert.All(
            [
                figure with { AtLeast = true },
                figure with { MissingMonths = [2] },
                figure with { PathAtPeriodEnd = 1 },
                figure with { Gap = 1 },
                figure with { Revision = 2 },
            ],
            after => Assert.True(LiveBoard.IsJudgedAnew(figure, after)));
    }

    [Fact]
    public void Age_NothingToJudgeAnew_PublishesNothing()
    {
        var board = Loaded(_observations.Province(SamplePack.Coverage, "2026-05", 30));
        board.Age();
        var before = board.Current;

        _time.Advance(TimeSpan.FromSeconds(30));
        board.Age();

        Assert.Same(before, board.Current);
    }

    [Fact]
    public void Apply_OneFigureOverflows_OthersAreShownAndItIsInError()
    {
        var board = Loaded();
        var faults = new List<SeriesKey>();
        board.Faulted = (key, _) => faults.Add(key);
        var enterprises = new SeriesKey(SamplePack.Enterprises, SamplePack.Province);

        board.Apply(9, [
            _observations.Commune(SamplePack.Enterprises, 1, "2026-05", decimal.MaxValue),
            _observations.Commune(SamplePack.Enterprises, 2, "2026-05", decimal.MaxValue),
            _observations.Province(SamplePack.Coverage, "2026-05", 33)]);
        _time.Advance(TimeSpan.FromDays(1));
        board.Age();

        Assert.Contains(enterprises, faults);
        Assert.Equal(DataState.Error, board.Current.Get(enterprises).DataState);
        Assert.Equal((9L, 33m), (board.Current.Commit, board.Current.Get(s_coverage).Value));
    }

    [Fact]
    public void Publish_AListenerThrows_OthersStillHearAndTheCallerIsTold()
    {
        var board = Loaded();
        var heard = 0;
        using var bad = board.Subscribe((_, _) => throw new InvalidOperationException("no"), out _);
        using var good = board.Subscribe((_, _) => heard++, out _);

        Assert.Throws<AggregateException>(() => board.Apply(1, [_observations.Province(SamplePack.Coverage, "2026-05", 33)]));

        Assert.Equal((1, 33m), (heard, board.Current.Get(s_coverage).Value));
    }

    [Fact]
    public void Track_SeriesThatNobodySent_HasAnEmptyFigureOnce()
    {
        var board = Loaded();
        var commune = new SeriesKey(SamplePack.Coverage, SamplePack.Commune(1));

        board.Track([commune]);
        var after = board.Current;
        board.Track([commune]);

        Assert.Equal(DataState.Missing, after.Figures[commune].DataState);
        Assert.Same(after, board.Current);
    }

    [Fact]
    public async Task Subscribe_WhileWritersWrite_MissesNothingAndHearsNothingTwice()
    {
        var board = Loaded();
        using var ended = new CancellationTokenSource();
        var writer = Task.Run(() =>
        {
            for (var i = 1; i <= 4000; i++) board.Apply(i, [_observations.Make(SamplePack.Coverage, SamplePack.Province, "2026-05", i % 90, revision: i)]);
            ended.Cancel();
        });
        var listeners = Enumerable.Range(0, 4).Select(_ => Task.Run(() =>
        {
            var rounds = 0;
            do
            {
                var heard = new List<(long Sequence, long Commit)>();
                var leave = board.Subscribe((snapshot, changed) =>
                {
                    lock (heard) heard.Add((snapshot.Sequence, snapshot.Commit));
                }, out var current);
                for (var spin = 0; spin < 20; spin++) Thread.Yield();
                leave.Dispose();
                lock (heard) Assert.Equal(Enumerable.Range(1, heard.Count).Select(n => (current.Sequence + n, current.Commit + n)), heard);
                rounds++;
            }
            while (!ended.IsCancellationRequested);
            return rounds;
        })).ToList();

        await writer.WaitAsync(TimeSpan.FromSeconds(60));
        Assert.All(await Task.WhenAll(listeners), rounds => Assert.True(rounds > 0));
        Assert.Equal(0, board.ListenerCount);
        Assert.Equal(4000, board.Current.Commit);
    }

    private LiveBoard Loaded(params Observation[] observations)
    {
        var board = new LiveBoard(SamplePack.Create(), _time);
        board.Load(new BoardHistory { Commit = observations.Length, Observations = observations, Baselines = new Dictionary<SeriesKey, Baseline>() });
        return board;
    }
}
