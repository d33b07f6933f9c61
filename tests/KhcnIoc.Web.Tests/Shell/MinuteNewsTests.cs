using KhcnIoc.Web.Live;
using Microsoft.Extensions.Logging.Abstractions;

namespace KhcnIoc.Web.Tests.Shell;

public sealed class MinuteNewsTests
{
    [Fact]
    public void Tell_OneListenerFails_TheOthersHearAndWhoLeftDoesNot()
    {
        var news = new MinuteNews(NullLogger<MinuteNews>.Instance);
        var heard = 0;
        using var failing = news.Listen(() => throw new InvalidOperationException());
        using var staying = news.Listen(() => heard++);
        var leaving = news.Listen(() => heard += 100);
        leaving.Dispose();

        news.Tell();

        Assert.Equal(1, heard);
        Assert.Equal(2, news.ListenerCount);
    }
}
