using KhcnIoc.Core.Indicators;
using KhcnIoc.Core.Live;
using KhcnIoc.TestSupport;
using KhcnIoc.Web.Pages;
using KhcnIoc.Web.Tests.Exports;
using KhcnIoc.Web.Tests.Views;
using Microsoft.Extensions.Logging.Abstractions;

namespace KhcnIoc.Web.Tests.Shell;

public sealed class PageViewsTests
{
    private const string Address = "/slow";

    [Fact]
    public async Task Get_TwentyAtTheSameTime_AreOneBuild_AndWhoLeavesTakesItFromNobody()
    {
        var builder = new SlowBuilder();
        using var pages = Pages(builder);
        using var leaving = new CancellationTokenSource();
        var first = pages.GetAsync(Address, leaving.Token);
        var others = Enumerable.Range(0, 19).Select(_ => pages.GetAsync(Address, CancellationToken.None)).ToList();

        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        Assert.All(others, o => Assert.False(o.IsCompleted));
        builder.Gate.SetResult();
        var results = await Task.WhenAll(others);

        Assert.Equal(1, builder.Builds);
        Assert.All(results, r => Assert.Same(results[0].View, r.View));
        Assert.Same(results[0].View, (await pages.GetAsync(Address, CancellationToken.None)).View);
        Assert.Equal(1, builder.Builds);
    }

    [Fact]
    public async Task Get_Fault_IsToldToAllWhoWaitAndNotKept()
    {
        var builder = new SlowBuilder();
        using var pages = Pages(builder);
        var waiting = Enumerable.Range(0, 3).Select(_ => pages.GetAsync(Address, CancellationToken.None)).ToList();

        var failed = builder.Gate;
        builder.Gate = new();
        builder.Gate.SetResult();
        failed.SetException(new InvalidOperationException("The store is away."));

        Assert.All(await Task.WhenAll(waiting), r => Assert.Equal(PageTrouble.Unavailable, r.Trouble));
        Assert.NotNull((await pages.GetAsync(Address, CancellationToken.None)).View);
        Assert.Equal(2, builder.Builds);
    }

    private static PageViews Pages(IPageBuilder builder) => new([builder], new OneBoard(), ViewSamples.Pack, new ManualTime(ViewSamples.Now), NullLogger<PageViews>.Instance);

    private sealed class OneBoard : IPastBoards
    {
        public Task<IBoardView> GetAsync(BoardMoment moment, IReadOnlySet<string>? indicators, CancellationToken cancellationToken) =>
            Task.FromResult(ExportSamples.View(ViewSamples.Vietnamese, []).Context.Board);
    }

    private sealed class SlowBuilder : IPageBuilder
    {
        private int _builds;

        public TaskCompletionSource Gate { get; set; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public int Builds => _builds;

        public Type View => typeof(SampleView);

        public IReadOnlyList<string>? Match(IReadOnlyList<string> path) => path is ["slow"] ? [] : null;

        public async Task<PageView?> BuildAsync(IReadOnlyList<string> codes, PageContext context, CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref _builds);
            await Gate.Task.WaitAsync(cancellationToken);
            return new SampleView([]) { Context = context, Title = "Chậm" };
        }
    }
}
