
namespace KhcnIoc.Simulator.Tests;

public sealed class SimulatorRunTests : IDisposable
{
    private readonly SkippingTime _time = new(Samples.Noon);
    private readonly StringWriter _output = new();

    public void Dispose() => _output.Dispose();

    [Fact]
    public async Task Run_Once_SendsHistoryThenOneRound()
    {
        await using var server = new FakeServer();

        var (code, run) = await RunAsync(server.Url, new() { Once = true });

        Assert.Equal(0, code);
        Assert.Equal(server.Posts.Sum(p => Samples.Rows(p).Count), run.Statistics.Accepted);
        Assert.All(server.Posts, p => Assert.InRange(Samples.Rows(p).Count, 1, 500));
        Assert.Equal(["dossiers-online", "vneid-accounts"], Samples.Rows(server.Posts.Last()).Select(r => r.GetProperty("indicator").GetString()).Order());
        Assert.Contains("summary: sent=", _output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_ServerBusy_WaitsAsLongAsToldAndSendsTheSameIds()
    {
        await using var server = new FakeServer();
        server.Troubles.Enqueue((429, 7));

        var (code, run) = await RunAsync(server.Url, new() { Once = true, ProvinceOnly = true });

        Assert.Equal(0, code);
        Assert.Contains(TimeSpan.FromSeconds(7), _time.Waits);
        Assert.Equal(server.Posts.ElementAt(0), server.Posts.ElementAt(1));
        Assert.All(Samples.Rows(server.Posts.First()), r => Assert.StartsWith("sim-", r.GetProperty("id").GetString(), StringComparison.Ordinal));
        Assert.Equal(1, run.Statistics.Retries);
    }

    [Fact]
    public async Task Run_ServerBroken_RetriesWithGrowingDelayUpToFifteenSeconds()
    {
        await using var server = new FakeServer();
        for (var i = 0; i < 8; i++) server.Troubles.Enqueue((503, null));

        var (code, run) = await RunAsync(server.Url, new() { Once = true, ProvinceOnly = true });

        Assert.Equal(0, code);
        Assert.Equal([0.5, 1, 2, 4, 8, 15, 15, 15], _time.Waits.Where(w => w < TimeSpan.FromSeconds(29)).Take(8).Select(w => w.TotalSeconds));
        Assert.Equal(run.Statistics.Sent, run.Statistics.Accepted);
    }

    [Fact]
    public async Task Run_ServerAway_ComesBackAndLosesNothing()
    {
        var port = FakeServer.FreePort();
        FakeServer? server = null;
        var handler = new Gate(() => _time.Waits.Count >= 6, () => server ??= new FakeServer(port));

        var (code, run) = await RunAsync(new($"http://127.0.0.1:{port}/"), new() { Once = true, ProvinceOnly = true }, handler);

        Assert.Equal(0, code);
        Assert.True(run.Statistics.Retries >= 6);
        Assert.Equal(run.Statistics.Sent, server!.Posts.Sum(p => Samples.Rows(p).Count));
        await server.DisposeAsync();
    }

    [Fact]
    public async Task Run_KeyRefused_SaysSoAndEndsWithTwo()
    {
        await using var server = new FakeServer();
        server.Troubles.Enqueue((401, null));

        var (code, _) = await RunAsync(server.Url, new() { Once = true });

        Assert.Equal(2, code);
        Assert.Contains("refused the key", _output.ToString(), StringComparison.Ordinal);
        Assert.Single(server.Posts);
    }

    [Fact]
    public async Task Run_BatchTooLarge_SendsHalves()
    {
        await using var server = new FakeServer();
        server.Troubles.Enqueue((413, null));

        var (code, run) = await RunAsync(server.Url, new() { Once = true, ProvinceOnly = true });

        var ids = server.Posts.Skip(1).SelectMany(Samples.Rows).Select(r => r.GetProperty("id").GetString()).ToList();
        Assert.Equal(0, code);
        Assert.Equal(ids.Count, ids.Distinct().Count());
        Assert.Equal(run.Statistics.Accepted, ids.Count);
        Assert.Superset(Samples.Rows(server.Posts.First()).Select(r => r.GetProperty("id").GetString()).ToHashSet(), ids.ToHashSet());
    }

    [Fact]
    public async Task Run_Trickle_KeepsItsRateAndPrintsOneLineAMinute()
    {
        await using var server = new FakeServer();

        var (_, run) = await RunAsync(server.Url, new() { Backfill = 0, Duration = TimeSpan.FromSeconds(185), Rate = 2 });

        Assert.InRange(server.Posts.Count, 360, 375);
        Assert.Equal(3, _output.ToString().Split('\n').Count(l => l.StartsWith("trickle:", StringComparison.Ordinal)));
        Assert.Equal(run.Statistics.Sent, run.Statistics.Accepted);
    }

    [Theory]
    [InlineData("--rate", "0")]
    [InlineData("--batch", "501")]
    [InlineData("--url", "ftp://x")]
    [InlineData("--wat")]
    [InlineData("--seed")]
    public void Options_BadOnes_AreNamed(params string[] args) =>
        Assert.Contains(args[0], Assert.Throws<OptionException>(() => SimulatorOptions.Parse(args, _ => "key")).Message, StringComparison.Ordinal);

    [Fact]
    public void Options_WithoutKey_AreRefusedUnlessHelpIsAsked()
    {
        Assert.Throws<OptionException>(() => SimulatorOptions.Parse([], _ => null));
        Assert.True(SimulatorOptions.Parse(["--help"], _ => null).ShowHelp);
        Assert.Equal("from-env", SimulatorOptions.Parse(["--backfill", "none"], _ => "from-env ").Key);
    }

    private async Task<(int Code, SimulatorRun Run)> RunAsync(Uri url, SimulatorOptions options, HttpMessageHandler? handler = null)
    {
        using var http = new HttpClient(handler ?? new SocketsHttpHandler { UseProxy = false }) { BaseAddress = url };
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        var run = new SimulatorRun(options with { Key = "k" }, http, _time, _output);
        return (await run.RunAsync(deadline.Token), run);
    }

    /// <summary>Starts the server when the simulator has met a closed port often enough.</summary>
    private sealed class Gate(Func<bool> open, Action start) : DelegatingHandler(new SocketsHttpHandler { UseProxy = false })
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            if (open()) start();
            return base.SendAsync(request, cancellationToken);
        }
    }
}
