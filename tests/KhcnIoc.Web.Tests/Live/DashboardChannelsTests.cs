using KhcnIoc.Core.Live;
using KhcnIoc.Web.Live;
using KhcnIoc.Web.Views;
using Microsoft.Extensions.Logging.Abstractions;

namespace KhcnIoc.Web.Tests.Live;

public sealed class DashboardChannelsTests
{
    [Fact]
    public async Task Find_FirstTryFails_TheNextOneGetsAChannel()
    {
        await using var under = new ChannelUnderTest();
        using var metrics = new LiveMetrics();
        var board = new LiveBoard(under.Pack, under.Time);
        await using var channels = new DashboardChannels(
            under.Pack, board, new ViewFactory(under.Pack), under.Time, new ServerIdentity("epoch", "build"), metrics, NullLogger<DashboardChannel>.Instance);

        // A board that was never loaded publishes when it is told what to track.
        var bad = board.Subscribe((_, _) => throw new InvalidOperationException("no"), out _);
        Assert.Throws<AggregateException>(() => channels.Find("main"));
        bad.Dispose();

        var channel = channels.Find("main");

        Assert.NotNull(channel);
        Assert.Same(channel, channels.Find("main"));
    }
}
