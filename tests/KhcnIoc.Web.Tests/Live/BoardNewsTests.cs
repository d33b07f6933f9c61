using KhcnIoc.Core.Indicators;
using KhcnIoc.TestSupport;
using KhcnIoc.Web.Live;
using Microsoft.Extensions.Logging.Abstractions;

namespace KhcnIoc.Web.Tests.Live;

public sealed class BoardNewsTests
{
    [Fact]
    public async Task Listen_NothingIsSent_HearsOfAFigureThatBecomesLateAndStale()
    {
        await using var test = new ChannelUnderTest();
        var key = new SeriesKey(SamplePack.Coverage, SamplePack.Province);
        test.Set(SamplePack.Coverage, 30);
        using var news = new BoardNews(test.Board, test.Time, NullLogger<BoardNews>.Instance);
        var states = new List<DataState> { test.Board.Current.Get(key).DataState };
        using var listening = news.Listen(changed =>
        {
            if (changed.Contains(key) && test.Board.Current.Get(key).DataState != states[^1]) states.Add(test.Board.Current.Get(key).DataState);
        });

        for (var day = 0; day < 120; day++)
        {
            test.Time.Advance(TimeSpan.FromDays(1));
            test.Board.Age();
            test.Time.Advance(BoardNews.Tick);
        }

        Assert.Equal([DataState.Fresh, DataState.Late, DataState.Stale], states);
    }
}
