using System.Globalization;
using KhcnIoc.TestSupport;
using KhcnIoc.Web.Live;

namespace KhcnIoc.Web.Tests.Live;

public sealed class DashboardChannelTests
{
    [Fact]
    public async Task Change_AfterSilence_GoesOutAtOnceAndWhatFollowsInTheTickAsOneMessage()
    {
        await using var test = new ChannelUnderTest();
        var client = new PlayedConnection();
        test.Channel.Join(client.Data(test.Time));
        var snapshot = await client.NextAsync();

        test.Set(SamplePack.Coverage, 30);
        var first = await client.NextAsync(); // without the clock having moved
        await test.RestingAsync();
        test.Set(SamplePack.Coverage, 31);
        test.Set(SamplePack.Households, 40);
        test.Set(SamplePack.Coverage, 32);
        var early = client.TryNext();
        await test.TickAsync();
        var second = await client.NextAsync();

        Assert.Equal(("Snapshot", 0L), (snapshot.Target, snapshot.Sequence));
        Assert.Equal(("Changes", 1L, 30m), (first.Target, first.Sequence, first.Value(SamplePack.Coverage)));
        Assert.Null(early);
        Assert.Equal(("Changes", 2L), (second.Target, second.Sequence));
        Assert.Equal([32m, 40m], new[] { second.Value(SamplePack.Coverage), second.Value(SamplePack.Households) });
        Assert.Equal(2, second.Argument.GetProperty("tiles").GetArrayLength());
        Assert.Equal(test.Commit, second.Argument.GetProperty("commit").GetInt64());
    }

    [Fact]
    public async Task Change_OneFigureAThousandTimesInATick_TwoMessagesAndTheLastValue()
    {
        await using var test = new ChannelUnderTest();
        var client = new PlayedConnection();
        test.Channel.Join(client.Data(test.Time));
        await client.NextAsync();

        for (var i = 1; i <= 1000; i++) test.Set(SamplePack.Enterprises, i);
        await test.TickAsync();
        var messages = new List<PlayedMessage>();
        while (messages.LastOrDefault()?.Value(SamplePack.Enterprises) != 1000) messages.Add(await client.NextAsync());

        Assert.InRange(messages.Count, 1, 2);
        Assert.Null(client.TryNext());
    }

    [Fact]
    public async Task Sequence_WallsOfBothCulturesAndData_HasNoGapAndIsTheSame()
    {
        await using var test = new ChannelUnderTest();
        PlayedConnection[] clients = [new(), new(), new()];
        test.Channel.Join(clients[0].Wall(test.Time));
        test.Channel.Join(clients[1].Wall(test.Time, Cultures.English));
        test.Channel.Join(clients[2].Data(test.Time));
        foreach (var client in clients) Assert.Equal(0, (await client.NextAsync()).Sequence);

        for (var i = 1; i <= 20; i++)
        {
            test.Set(ChannelUnderTest.Indicators[i % 2], 20 + i);
            foreach (var client in clients)
            {
                var message = await client.NextAsync();
                Assert.Equal((i, test.Commit), (message.Sequence, message.Argument.GetProperty("commit").GetInt64()));
            }

            await test.TickAsync();
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task SnapshotAndChanges_RandomUpdatesAndJoins_MakeWhatAFreshSnapshotSays(int seed)
    {
        await using var test = new ChannelUnderTest();
        var random = new Random(seed);
        var screens = new List<(PlayedConnection Connection, Screen Screen, CultureInfo Culture)>();
        for (var i = 0; i < 60; i++)
        {
            if (i == 0 || random.Next(4) == 0)
            {
                var connection = new PlayedConnection();
                var culture = Cultures.All[random.Next(2)];
                test.Channel.Join(connection.Wall(test.Time, culture));
                screens.Add((connection, new Screen(), culture));
            }

            var figures = random.Next(1, 4);
            for (var n = 0; n < figures; n++) test.Set(ChannelUnderTest.Indicators[random.Next(4)], random.Next(1, 95));
            if (random.Next(2) == 0) await test.TickAsync();
        }

        test.Set(SamplePack.Hdi, 0.5m);
        await test.TickAsync();
        await ChannelUnderTest.Until(() => test.Channel.Frame(Cultures.Default).Commit == test.Commit);
        foreach (var (connection, screen, culture) in screens)
        {
            var fresh = new PlayedConnection();
            test.Channel.Join(fresh.Wall(test.Time, culture));
            var expected = new Screen();
            expected.Take(await fresh.NextAsync());
            while (screen.Sequence < expected.Sequence) screen.Take(await connection.NextAsync());

            Assert.Equal(expected.Lines, screen.Lines);
            Assert.Null(connection.TryNext());
        }
    }

    [Fact]
    public async Task SlowViewer_TakesNothing_NothingQueuesAndItsNextMessageIsASnapshotOfTheLastValue()
    {
        await using var test = new ChannelUnderTest();
        var slow = new PlayedConnection(room: 1);
        var fast = new PlayedConnection();
        var viewer = slow.Data(test.Time);
        test.Channel.Join(viewer); // the snapshot stays in flight: nobody reads it
        test.Channel.Join(fast.Data(test.Time));
        await fast.NextAsync();

        for (var i = 1; i <= 50; i++)
        {
            test.Set(SamplePack.Coverage, i);
            var message = await fast.NextAsync(); // never waits for the slow one
            Assert.Equal((i, (decimal)i), (message.Sequence, message.Value(SamplePack.Coverage)));
            await test.TickAsync();
        }

        Assert.Equal(("Snapshot", 0L), (await slow.NextAsync()) is var stale ? (stale.Target, stale.Sequence) : default);
        await ChannelUnderTest.Until(viewer.IsReady);
        Assert.Null(slow.TryNext());
        test.Time.Advance(TimeSpan.FromSeconds(1)); // the next beat brings the snapshot owed
        var first = await slow.NextAsync();

        Assert.Equal(("Snapshot", 50L, 50m), (first.Target, first.Sequence, first.Value(SamplePack.Coverage)));
        Assert.Null(slow.TryNext());
    }

    [Fact]
    public async Task SlowViewer_AsksAgainAndAgain_StillHasOneMessageInFlight()
    {
        await using var test = new ChannelUnderTest();
        var slow = new PlayedConnection(room: 1);
        HubViewer? viewer = null;
        for (var i = 0; i < 100; i++)
        {
            if (viewer is not null) test.Channel.Leave(viewer);
            viewer = slow.Data(test.Time, viewer);
            test.Channel.Join(viewer);
        }

        await slow.NextAsync();

        Assert.Null(slow.TryNext());
        Assert.True(viewer!.Behind);
        Assert.Equal(1, test.Channel.ViewerCount);
    }

    [Fact]
    public async Task SlowViewer_BeyondPatience_IsCutAndForgotten()
    {
        await using var test = new ChannelUnderTest();
        var slow = new PlayedConnection(room: 1);
        test.Channel.Join(slow.Data(test.Time));

        test.Time.Advance(HubViewer.Patience - TimeSpan.FromSeconds(1));
        Assert.False(slow.IsAborted);
        test.Time.Advance(TimeSpan.FromSeconds(3));

        await ChannelUnderTest.Until(() => slow.IsAborted);
        await ChannelUnderTest.Until(() =>
        {
            test.Time.Advance(TimeSpan.FromSeconds(1));
            return test.Channel.ViewerCount == 0;
        });
    }

    [Fact]
    public async Task FaultyFigure_OtherTilesGoOnAndItsOwnShowsAnError()
    {
        await using var test = new ChannelUnderTest();
        var wall = new PlayedConnection();
        test.Channel.Join(wall.Wall(test.Time));
        var screen = new Screen();
        screen.Take(await wall.NextAsync());

        test.Set(SamplePack.Enterprises, decimal.MaxValue); // no bar can be drawn for this
        screen.Take(await wall.NextAsync());
        await test.TickAsync();
        test.Set(SamplePack.Coverage, 33);
        screen.Take(await wall.NextAsync());

        Assert.Equal("33,0", screen.Slot("t0", "value"));
        Assert.Equal("error", screen.Slot("t2", "@data-state"));

        await test.TickAsync();
        test.Set(SamplePack.Enterprises, 12);
        screen.Take(await wall.NextAsync());
        Assert.Equal("12", screen.Slot("t2", "value"));
    }

    [Fact]
    public async Task JoinAndLeave_TwoThousandTimes_LeavesNothing()
    {
        await using var test = new ChannelUnderTest();
        var listeners = test.Board.ListenerCount;
        _ = test.Channel;
        Assert.Equal(listeners + 1, test.Board.ListenerCount);

        for (var i = 0; i < 2000; i++)
        {
            var viewer = new PlayedConnection().Wall(test.Time, i % 2 == 0 ? Cultures.Default : Cultures.English, tilesPerPage: 1 + (i % 12));
            test.Channel.Join(viewer);
            Assert.Equal(1, test.Channels.ViewerCount);
            test.Channel.Leave(viewer);
        }

        Assert.Equal(0, test.Channels.ViewerCount);
        Assert.Equal(listeners + 1, test.Board.ListenerCount);
        await test.Channels.DisposeAsync();
        Assert.Equal(listeners, test.Board.ListenerCount);
    }

    [Fact]
    public async Task Beat_OnlyAWallAndOnlyAfterTwoSecondsOfSilence()
    {
        await using var test = new ChannelUnderTest();
        var wall = new PlayedConnection();
        var data = new PlayedConnection();
        test.Channel.Join(wall.Wall(test.Time));
        test.Channel.Join(data.Data(test.Time));
        await wall.NextAsync();
        await data.NextAsync();

        test.Time.Advance(TimeSpan.FromSeconds(1));
        test.Set(SamplePack.Coverage, 30);
        Assert.Equal("WallChanges", (await wall.NextAsync()).Target);
        Assert.Equal("Changes", (await data.NextAsync()).Target);
        await test.TickAsync();
        test.Time.Advance(TimeSpan.FromSeconds(1) - DashboardChannel.Tick);
        Assert.Null(wall.TryNext()); // 2 s after the start, but 1 s after the last change
        test.Time.Advance(TimeSpan.FromSeconds(1));
        var beat = await wall.NextAsync();

        Assert.Equal(("Beat", 1L), (beat.Target, beat.Sequence));
        Assert.Equal(test.Commit, beat.Argument.GetProperty("commit").GetInt64());
        Assert.Equal("build", beat.Argument.GetProperty("build").GetString());
        Assert.Null(data.TryNext());
    }

    [Fact]
    public async Task Beat_CommitOfOtherFiguresOnly_IsReflected()
    {
        await using var test = new ChannelUnderTest();
        var wall = new PlayedConnection();
        test.Channel.Join(wall.Wall(test.Time));
        await wall.NextAsync();

        test.Set(SamplePack.Organisations, 5); // neither on the dashboard nor in a plan
        test.Time.Advance(TimeSpan.FromSeconds(2));
        var beat = await wall.NextAsync();

        Assert.Equal(("Beat", 0L, test.Commit), (beat.Target, beat.Sequence, beat.Argument.GetProperty("commit").GetInt64()));
    }

    [Fact]
    public async Task Frame_ChangeWaitsForItsTick_NamesNoCommitThatItDoesNotShow()
    {
        await using var test = new ChannelUnderTest();
        test.Channel.Frame(Cultures.Default);
        test.Set(SamplePack.Enterprises, 1);
        await test.RestingAsync();
        var first = test.Commit;

        test.Set(SamplePack.Enterprises, 2);
        test.Set(SamplePack.Organisations, 5); // neither on the dashboard nor in a plan
        var waiting = test.Channel.Frame(Cultures.Default);
        await test.TickAsync();
        await ChannelUnderTest.Until(() => test.Channel.Frame(Cultures.Default).Parts["t2"].Slots["value"] == "2");

        Assert.Equal((first, "1"), (waiting.Commit, waiting.Parts["t2"].Slots["value"]));
        Assert.Equal(test.Commit, test.Channel.Frame(Cultures.Default).Commit);
    }

    [Fact]
    public async Task Page_WallsOfOneSize_TurnTogether()
    {
        await using var test = new ChannelUnderTest();
        PlayedConnection[] walls = [new(), new(), new()];
        test.Channel.Join(walls[0].Wall(test.Time, tilesPerPage: 12));
        test.Time.Advance(TimeSpan.FromSeconds(7));
        test.Channel.Join(walls[1].Wall(test.Time, Cultures.English, tilesPerPage: 12));
        test.Channel.Join(walls[2].Wall(test.Time, tilesPerPage: 1));

        var turns = new PlayedMessage?[walls.Length];
        await ChannelUnderTest.Until(() =>
        {
            test.Time.Advance(TimeSpan.FromMilliseconds(100));
            for (var i = 0; i < walls.Length; i++)
            {
                while (walls[i].TryNext() is { } message)
                {
                    if (message.Target == "WallPage") turns[i] ??= message;
                }
            }

            return turns.All(t => t is not null);
        });

        Assert.All(turns, turn => Assert.Equal(1, turn!.Argument.GetProperty("page").GetInt32()));
        var at = turns.Select(turn => turn!.Argument.GetProperty("now").GetInt64()).ToList();
        Assert.Equal(at[0], at[1]);
        Assert.True(at[2] > at[0]);
    }

    [Fact]
    public async Task Find_UnknownDashboard_IsNullAndKnownOnesAreMadeOnce()
    {
        await using var test = new ChannelUnderTest();

        Assert.Null(test.Channels.Find("../main"));
        Assert.Null(test.Channels.Find(null));
        Assert.Same(test.Channels.Find("main"), test.Channels.Find("main"));
        Assert.Equal(1, test.Board.ListenerCount);
    }

    /// <summary>A wall as its script keeps it: a snapshot, patched by what changed.</summary>
    private sealed class Screen
    {
        private readonly SortedDictionary<string, string> _slots = new(StringComparer.Ordinal);

        public long Sequence { get; private set; } = -1;

        public IEnumerable<string> Lines => _slots.Select(s => $"{s.Key}={s.Value}");

        public string Slot(string part, string slot) => _slots[$"{part} {slot}"];

        public void Take(PlayedMessage message)
        {
            if (message.Target is "WallPage" or "Beat") return;
            if (message.Target == "WallSnapshot") _slots.Clear();
            else Assert.Equal(Sequence + 1, message.Sequence);
            Sequence = message.Sequence;
            foreach (var part in message.Argument.GetProperty("parts").EnumerateArray())
            {
                foreach (var slot in part.GetProperty("slots").EnumerateObject()) _slots[$"{part.GetProperty("id").GetString()} {slot.Name}"] = slot.Value.GetString()!;
            }
        }
    }
}
