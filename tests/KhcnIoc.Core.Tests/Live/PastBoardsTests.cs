using KhcnIoc.Core.Feeds;
using KhcnIoc.Core.Indicators;
using KhcnIoc.Core.Live;
using KhcnIoc.TestSupport;
using static KhcnIoc.TestSupport.SamplePack;

namespace KhcnIoc.Core.Tests.Live;

public class PastBoardsTests
{
    private static readonly SeriesKey s_coverage = new(Coverage, Province), s_applications = new(Applications, Province);
    private readonly Core.Packs.ProvincePack _pack = Create();
    private readonly MemoryStore _store = new();
    private readonly ManualTime _time = new(EvaluatorFixture.Now);
    private readonly LiveBoard _live;
    private readonly PastBoards _boards;
    private int _loads;

    public PastBoardsTests()
    {
        _live = new(_pack, _time);
        _store.BeforeQuery = () => Interlocked.Increment(ref _loads);
        _boards = new(_pack, _store, _live, _time);
    }

    [Fact]
    public async Task Get_Present_IsTheLiveBoard()
    {
        Assert.True((await GetAsync()).Moment.IsPresent);
        Assert.True((await GetAsync(asOf: _time.GetUtcNow().AddDays(1))).Moment.IsPresent);
        Assert.Equal(0, _loads);
    }

    [Fact]
    public async Task Get_AsOf_IsWhatWasKnownThenJudgedThen()
    {
        await AppendAsync("2026-01-10T00:00:00Z", (Coverage, "2025-12", 25));
        await AppendAsync("2026-03-10T00:00:00Z", (Coverage, "2026-02", 30));

        var before = await GetAsync(Instant("2026-03-09T16:59:59.999Z"));
        var after = await GetAsync(Instant("2026-03-10T16:59:59.999Z"));
        var empty = await GetAsync(Instant("2026-01-01T00:00:00Z"));

        Assert.Equal((25m, 1L, 0L), (before.Get(s_coverage).Value, before.Commit, before.Sequence));
        Assert.Equal((30m, 2L, new DateOnly(2026, 3, 10)), (after.Get(s_coverage).Value, after.Commit, ProvinceCalendar.DayOf(after.At)));
        Assert.Equal((DataState.Missing, 0L), (empty.Get(s_coverage).DataState, empty.Commit));
        Assert.Equal(30m, after.Explain(s_coverage).Observations.Single().Value);
        Assert.Equal(80m, after.PathOf(Coverage)!.TargetOf(2030)!.Value);
        Assert.Contains(s_coverage, after.Keys);
    }

    [Fact]
    public async Task Get_Period_IsJudgedOnItsLastDay()
    {
        await AppendAsync("2026-01-20T00:00:00Z", (Applications, "2025", 120), (Coverage, "2025-12", 25));
        await AppendAsync("2026-02-20T00:00:00Z", (Applications, "2026-01", 9), (Coverage, "2026-01", 26));

        var board = await GetAsync(period: "2025");

        Assert.Equal(new DateOnly(2025, 12, 31), ProvinceCalendar.DayOf(board.At));
        Assert.Equal(25m, board.Get(s_coverage).Value);
        // A full year's figure is that year's, not "last year's", and it has met the target of 2025.
        Assert.Equal((FigureOrigin.YearToDate, 120m, Standing.Met), (board.Get(s_applications).Origin, board.Get(s_applications).Value, board.Get(s_applications).Standing));
    }

    [Fact]
    public async Task Get_PeriodThatEndsLater_IsJudgedNow() =>
        Assert.Equal(_time.GetUtcNow(), (await GetAsync(period: "2026")).At);

    [Fact]
    public async Task Get_TheSameDayByMany_LoadsOnce()
    {
        await AppendAsync("2026-03-10T00:00:00Z", (Coverage, "2026-02", 30));
        var day = Instant("2026-06-01T16:59:59.999Z");

        var boards = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => GetAsync(day)));

        Assert.Equal(1, _loads);
        Assert.All(boards, b => Assert.Same(boards[0].Get(s_coverage), b.Get(s_coverage)));
    }

    [Fact]
    public async Task Get_OneIndicator_LoadsThatAloneAndIsTheSameAsTheWhole()
    {
        await AppendAsync("2026-03-10T00:00:00Z", (Coverage, "2026-02", 30), (Applications, "2026-01", 9));
        var day = new BoardMoment(Instant("2026-06-01T16:59:59.999Z"));
        var applications = new SeriesKey(Applications, Province);

        var one = await _boards.GetAsync(day, new HashSet<string> { Coverage }, CancellationToken.None);
        var figure = one.Get(s_coverage);

        Assert.Equal(30m, figure.Value);
        Assert.All(one.Keys, k => Assert.Equal(Coverage, k.Indicator));
        Assert.Throws<InvalidOperationException>(() => one.Get(applications));

        await _boards.GetAsync(day, new HashSet<string> { Coverage }, CancellationToken.None);
        Assert.Equal(1, _loads);

        var whole = await _boards.GetAsync(day, null, CancellationToken.None);
        Assert.Equal(2, _loads);
        Assert.Equal(9m, whole.Get(applications).Value);
        Assert.Equal((figure.Value, figure.Standing, figure.ObservationId), (whole.Get(s_coverage).Value, whole.Get(s_coverage).Standing, whole.Get(s_coverage).ObservationId));
    }

    [Fact]
    public async Task Get_AfterALoadThatFailed_LoadsAgain()
    {
        _store.BeforeQuery = () => throw new InvalidOperationException("away");
        await Assert.ThrowsAsync<InvalidOperationException>(() => GetAsync(Instant("2026-06-01T00:00:00Z")));

        _store.BeforeQuery = () => { };
        Assert.Equal(DataState.Missing, (await GetAsync(Instant("2026-06-01T00:00:00Z"))).Get(s_coverage).DataState);
    }

    [Fact]
    public async Task Get_ByOneWhoLeaves_StillServesTheOthers()
    {
        using var gate = new ManualResetEventSlim();
        _store.BeforeQuery = () => gate.Wait(TimeSpan.FromSeconds(30));
        using var leaving = new CancellationTokenSource();
        var first = _boards.GetAsync(new(Instant("2026-06-01T00:00:00Z")), null, leaving.Token);
        var second = GetAsync(Instant("2026-06-01T00:00:00Z"));

        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        gate.Set();

        Assert.Equal(DataState.Missing, (await second).Get(s_coverage).DataState);
    }

    [Fact]
    public async Task Get_MoreDaysThanAreKept_ForgetsTheOneUsedLongestAgo()
    {
        for (var day = 1; day <= PastBoards.MostBoards; day++) await GetAsync(Day(day));
        await GetAsync(Day(1));
        await GetAsync(Day(20));
        Assert.Equal(PastBoards.MostBoards + 1, _loads);

        await GetAsync(Day(1));
        Assert.Equal(PastBoards.MostBoards + 1, _loads);
        await GetAsync(Day(2));
        Assert.Equal(PastBoards.MostBoards + 2, _loads);

        static DateTimeOffset Day(int day) => new(2026, 5, day, 0, 0, 0, TimeSpan.Zero);
    }

    [Fact]
    public async Task Get_PeriodAsKnownNow_IsReadAnewOnceAMinute()
    {
        await AppendAsync("2026-07-01T00:00:00Z", (Coverage, "2026-05", 30));
        await GetAsync(period: "2026-05");
        await AppendAsync("2026-07-15T01:00:10Z", (Coverage, "2026-05", 31));

        _time.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal(30m, (await GetAsync(period: "2026-05")).Get(s_coverage).Value);
        _time.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal(31m, (await GetAsync(period: "2026-05")).Get(s_coverage).Value);
        Assert.Equal(2, _loads);
    }

    [Fact]
    public async Task Get_AsOfNow_AgreesWithTheLiveBoard()
    {
        await AppendAsync("2026-07-10T00:00:00Z", (Coverage, "2026-06", 30), (Applications, "2026-01/2026-06", 60), (Enterprises, "2026-06", 12));
        _live.Load(await _store.LoadBoardHistoryAsync(new() { FlowsSince = default, FlowIndicators = new HashSet<string>() }, default));

        var past = await GetAsync(_time.GetUtcNow().AddMinutes(-1));

        Assert.All(_pack.Catalogue, i => Assert.Equal(
            EvaluatorFixture.Describe(Timeless(_live.View().Get(new(i.Code, Province)))), EvaluatorFixture.Describe(Timeless(past.Get(new(i.Code, Province))))));

        static FigureState Timeless(FigureState figure) => figure with { Overdue = TimeSpan.Zero };
    }

    private Task<IBoardView> GetAsync(DateTimeOffset? asOf = null, string? period = null) =>
        _boards.GetAsync(new(asOf, period is null ? null : Period.Parse(period)), null, CancellationToken.None);

    private Task AppendAsync(string received, params (string Indicator, string Period, decimal Value)[] figures) => _store.AppendAsync(
        [
            new()
            {
                Feed = "feed",
                ReceivedAt = Instant(received),
                Readings = [.. figures.Select((f, i) => new CheckedReading { Index = i, Series = new(f.Indicator, Province), Period = Period.Parse(f.Period), Value = f.Value })],
                Rejections = [],
            },
        ],
        CancellationToken.None);

    private static DateTimeOffset Instant(string text) => DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
