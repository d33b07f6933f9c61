using KhcnIoc.Core.Feeds;
using KhcnIoc.Core.Indicators;
using KhcnIoc.Core.Live;
using KhcnIoc.TestSupport;
using static KhcnIoc.TestSupport.SamplePack;

namespace KhcnIoc.Core.Tests.Live;

public class FeedScoresTests
{
    private static readonly Core.Packs.ProvincePack s_pack = Create();

    [Fact]
    public void Of_Feeds_ScoresWhatIsKnown()
    {
        var board = new SampleBoard(s_pack, EvaluatorFixture.Now)
            .With(Figure(Coverage, Commune(1), "a", DataState.Fresh))
            .With(Figure(Coverage, Commune(2), "a", DataState.Late))
            .With(Figure(Coverage, Commune(3), "a", DataState.Stale))
            .With(Figure(Hdi, Province, "b", DataState.Error))
            // Stands on communes that are counted themselves; beside it a report of b.
            .With(Figure(Coverage, Province, "a", DataState.Fresh) with { ShareReported = 0.5m, Alternative = Figure(Coverage, Province, "b", DataState.Fresh) });
        FeedTally[] tallies = [new("a", 6, 2, 2, EvaluatorFixture.Now), new("c", 0, 0, 5, EvaluatorFixture.Now)];

        var scores = FeedScores.Of(s_pack, board, tallies);

        Assert.Equal(
            [
                new("a", 3, 2 / 3m, 0.75m, 0.8m),
                new("b", 2, 0.5m, null, null),
                new("c", 0, null, null, 0m),
                new(OfficialFeed, 0, null, null, null),
            ],
            scores);
        Assert.Equal([2 / 3m, 0.5m, 0m, null], scores.Select(s => s.Worst));
    }

    private static FigureState Figure(string indicator, string area, string feed, DataState state) => new() { Key = new(indicator, area), Value = 1, Feed = feed, DataState = state };
}
