using KhcnIoc.Core.Feeds;
using KhcnIoc.Core.Indicators;
using KhcnIoc.TestSupport;

namespace KhcnIoc.Core.Tests.Feeds;

public sealed class IngestPipelineTests
{
    private static readonly DateTimeOffset s_now = new(2026, 11, 21, 2, 0, 0, TimeSpan.Zero);
    private readonly MemoryStore _store = new();

    [Fact]
    public async Task Submit_StoreIsSlow_AnswersOnlyAfterTheCommit()
    {
        var gate = new TaskCompletionSource();
        _store.BeforeAppend = _ => gate.Task;
        using var pipeline = new IngestPipeline(_store, new IngestLimits());
        using var stop = new CancellationTokenSource();
        var run = pipeline.RunAsync(stop.Token);

        var answer = pipeline.SubmitAsync(Batch(1), CancellationToken.None);
        var answeredEarly = answer.IsCompleted;
        gate.SetResult();
        var outcome = await answer;
        await stop.CancelAsync();
        await run;

        Assert.False(answeredEarly);
        Assert.Single(outcome!.Stored);
        Assert.Single(_store.Observations);
    }

    [Fact]
    public async Task Submit_WhileTheWriterIsBusy_ManyBatchesShareACommit()
    {
        var gate = new TaskCompletionSource();
        _store.BeforeAppend = _ => gate.Task;
        using var pipeline = new IngestPipeline(_store, new IngestLimits());
        using var stop = new CancellationTokenSource();
        var run = pipeline.RunAsync(stop.Token);

        var answers = Enumerable.Range(0, 50).Select(i => pipeline.SubmitAsync(Batch(i), CancellationToken.None)).ToList();
        gate.SetResult();
        await Task.WhenAll(answers);
        await stop.CancelAsync();
        await run;

        Assert.Equal(50, _store.Observations.Count);
        Assert.InRange(_store.Groups.Count, 1, 3);
    }

    [Fact]
    public async Task Submit_QueueIsFull_IsRefusedAndNothingIsLost()
    {
        var gate = new TaskCompletionSource();
        var entered = new TaskCompletionSource();
        _store.BeforeAppend = _ =>
        {
            entered.TrySetResult();
            return gate.Task;
        };
        using var pipeline = new IngestPipeline(_store, new IngestLimits { WaitingBatches = 4 });
        using var stop = new CancellationTokenSource();
        var run = pipeline.RunAsync(stop.Token);
        var first = pipeline.SubmitAsync(Batch(0), CancellationToken.None);
        await entered.Task;

        var answers = Enumerable.Range(1, 10).Select(i => pipeline.SubmitAsync(Batch(i), CancellationToken.None)).ToList();
        gate.SetResult();
        var outcomes = await Task.WhenAll(answers);
        await first;
        await stop.CancelAsync();
        await run;

        Assert.Equal(4, outcomes.Count(o => o is not null));
        Assert.Equal(5, _store.Observations.Count);
    }

    [Fact]
    public async Task Submit_OneBatchPoisonsTheGroup_OnlyItsSenderHearsOfIt()
    {
        var gate = new TaskCompletionSource();
        _store.BeforeAppend = async batches =>
        {
            await gate.Task;
            if (batches.Any(b => b.Feed == "poison")) throw new InvalidOperationException("no");
        };
        using var pipeline = new IngestPipeline(_store, new IngestLimits());
        using var stop = new CancellationTokenSource();
        var run = pipeline.RunAsync(stop.Token);

        var good = pipeline.SubmitAsync(Batch(1), CancellationToken.None);
        var bad = pipeline.SubmitAsync(Batch(2) with { Feed = "poison" }, CancellationToken.None);
        var alsoGood = pipeline.SubmitAsync(Batch(3), CancellationToken.None);
        gate.SetResult();
        var refused = await Record.ExceptionAsync(() => bad);
        await good;
        await alsoGood;
        await stop.CancelAsync();
        await run;

        Assert.IsType<InvalidOperationException>(refused);
        Assert.Equal(2, _store.Observations.Count);
    }

    [Fact]
    public async Task Run_Cancelled_FinishesWhatWaits()
    {
        using var pipeline = new IngestPipeline(_store, new IngestLimits());
        using var stop = new CancellationTokenSource();
        var answer = pipeline.SubmitAsync(Batch(1), CancellationToken.None);
        await stop.CancelAsync();

        await pipeline.RunAsync(stop.Token);

        Assert.Single((await answer)!.Stored);
    }

    [Fact]
    public async Task Committed_IsToldBeforeTheSenderIsAnswered()
    {
        using var pipeline = new IngestPipeline(_store, new IngestLimits());
        using var stop = new CancellationTokenSource();
        var told = new List<long>();
        pipeline.Committed = (commit, _) => told.Add(commit);
        var run = pipeline.RunAsync(stop.Token);

        var outcome = await pipeline.SubmitAsync(Batch(1), CancellationToken.None);
        var toldByThen = told.ToArray();
        await stop.CancelAsync();
        await run;

        Assert.Equal([outcome!.Commit], toldByThen);
    }

    [Fact]
    public async Task Submit_AnswerOfACommitWasLost_ResendIsADuplicateAndTheListenerIsTold()
    {
        _store.ComparesContent = true;
        _store.AfterAppend = LoseOneAnswer();
        var told = new List<decimal>();
        var (outcome, refused) = await ResendAsync(told);

        Assert.IsType<IOException>(refused);
        Assert.Equal((0, 1), (outcome!.Stored.Count, outcome.Duplicates));
        Assert.Equal([7m], told);
    }

    [Fact]
    public async Task Submit_AnswerOfAGroupWasLost_EveryRowIsToldOnce()
    {
        _store.ComparesContent = true;
        _store.AfterAppend = LoseOneAnswer();
        var told = new List<decimal>();
        using var pipeline = new IngestPipeline(_store, new IngestLimits());
        pipeline.Committed = (_, rows) => told.AddRange(rows.Select(o => o.Value));
        using var stop = new CancellationTokenSource();
        var answers = Enumerable.Range(1, 3000).Where(i => i % 10 == 0).Select(i => pipeline.SubmitAsync(Batch(i), CancellationToken.None)).ToList();
        var run = pipeline.RunAsync(stop.Token);

        var outcomes = await Task.WhenAll(answers);
        await stop.CancelAsync();
        await run;

        Assert.All(outcomes, o => Assert.NotNull(o));
        Assert.Equal(_store.Observations.Select(o => o.Value), told);
    }

    [Fact]
    public async Task Submit_StoreCannotBeReadAfterALostAnswer_SenderIsAnsweredAndTheNextCommitCatchesUp()
    {
        _store.ComparesContent = true;
        _store.AfterAppend = LoseOneAnswer();
        var unreadable = true;
        _store.BeforeQuery = () =>
        {
            if (unreadable) throw new IOException("no");
        };
        var told = new HashSet<decimal>();
        using var pipeline = new IngestPipeline(_store, new IngestLimits());
        pipeline.Committed = (_, rows) => told.UnionWith(rows.Select(o => o.Value));
        using var stop = new CancellationTokenSource();
        var run = pipeline.RunAsync(stop.Token);

        await Record.ExceptionAsync(() => pipeline.SubmitAsync(Batch(1), CancellationToken.None));
        var second = await pipeline.SubmitAsync(Batch(2), CancellationToken.None);
        var toldByThen = told.Order().ToArray();
        unreadable = false;
        await pipeline.SubmitAsync(Batch(3), CancellationToken.None);
        await stop.CancelAsync();
        await run;

        Assert.Single(second!.Stored);
        Assert.Equal([2m], toldByThen);
        Assert.Equal([1m, 2m, 3m], told.Order());
    }

    private static Action LoseOneAnswer()
    {
        var lost = false;
        return () =>
        {
            if (lost) return;
            lost = true;
            throw new IOException("The link is gone.");
        };
    }

    private async Task<(BatchOutcome? Outcome, Exception? Refused)> ResendAsync(List<decimal> told)
    {
        using var pipeline = new IngestPipeline(_store, new IngestLimits());
        pipeline.Committed = (_, rows) => told.AddRange(rows.Select(o => o.Value));
        using var stop = new CancellationTokenSource();
        var run = pipeline.RunAsync(stop.Token);
        var refused = await Record.ExceptionAsync(() => pipeline.SubmitAsync(Batch(7), CancellationToken.None));
        var outcome = await pipeline.SubmitAsync(Batch(7), CancellationToken.None);
        await stop.CancelAsync();
        await run;
        return (outcome, refused);
    }

    private static CheckedBatch Batch(int value) => new()
    {
        Feed = "test",
        ReceivedAt = s_now,
        Readings = [new CheckedReading { Index = 0, Series = new SeriesKey("coverage", "82"), Period = Period.OfMonth(2026, 10), Value = value }],
        Rejections = [],
    };
}
