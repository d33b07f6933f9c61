using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using KhcnIoc.Web.Live;
using KhcnIoc.Web.Tests.Hosting;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection;

namespace KhcnIoc.Web.Tests.Live;

public sealed class KpiHubTests
{
    private const string Row = """{"indicator":"coverage-5g","area":"82","period":"2026-06","value":13.8}""";

    [Fact]
    public async Task Follow_ThenAPost_GivesSnapshotThenChanges()
    {
        await using var server = new IocServer();
        using var client = await server.StartAsAsync("follow");
        await using var socket = await HubSocket.ConnectAsync(server);

        await socket.SendAsync("""{"type":1,"invocationId":"1","target":"Follow","arguments":["main"]}""");
        var snapshot = await socket.NextAsync("Snapshot");
        Assert.Equal("1 0", await client.PostRowAsync(Row).OutcomeAsync());
        var sequence = snapshot.GetProperty("sequence").GetInt64();
        JsonElement changes;
        do
        {
            changes = await socket.NextAsync("Changes");
            Assert.Equal(++sequence, changes.GetProperty("sequence").GetInt64());
        }
        while (!changes.GetProperty("tiles").EnumerateArray().Any(t => t.GetProperty("indicator").GetString() == "coverage-5g" && t.GetProperty("period").GetString() == "2026-06"));

        Assert.Equal(snapshot.GetProperty("epoch").GetString(), changes.GetProperty("epoch").GetString());
        Assert.NotEmpty(snapshot.GetProperty("tiles").EnumerateArray());
    }

    [Fact]
    public async Task WatchWall_OtherFollowAndUnknownDashboard_SnapshotsAndAnError()
    {
        await using var server = new IocServer();
        using var client = await server.StartAsync();
        await using var socket = await HubSocket.ConnectAsync(server);

        await socket.SendAsync("""{"type":1,"invocationId":"1","target":"WatchWall","arguments":["main","en-GB",12]}""");
        var wall = await socket.NextAsync("WallSnapshot");
        await socket.SendAsync("""{"type":1,"invocationId":"2","target":"Follow","arguments":["../main"]}""");
        var error = await socket.CompletionAsync("2");

        Assert.Contains(wall.GetProperty("parts").EnumerateArray(), p => p.GetProperty("id").GetString() == "head");
        Assert.Contains("unknown-dashboard", error, StringComparison.Ordinal);
        Assert.Equal(1, server.Services.GetRequiredService<DashboardChannels>().ViewerCount);
    }

    [Theory]
    [InlineData("not json")]
    [InlineData("""{"type":1,"target":"Follow","arguments":[{"a":1},2,3]}""")]
    [InlineData("""{"type":99}""")]
    public async Task Garbage_OnOneSocket_HurtsNobodyElse(string garbage)
    {
        await using var server = new IocServer();
        using var client = await server.StartAsAsync("garbage");
        await using var good = await HubSocket.ConnectAsync(server);
        await good.SendAsync("""{"type":1,"invocationId":"1","target":"WatchWall","arguments":["main","vi-VN",12]}""");
        await good.NextAsync("WallSnapshot");
        await using (var bad = await HubSocket.ConnectAsync(server))
        {
            await bad.SendAsync("""{"type":1,"invocationId":"1","target":"Follow","arguments":["main"]}""");
            await bad.NextAsync("Snapshot");
            await bad.SendAsync(garbage);
        }

        await client.PostRowAsync(Row).OutcomeAsync();
        await good.NextAsync("WallChanges");

        var connections = (KpiConnections)server.Services.GetRequiredService<HubLifetimeManager<KpiHub>>();
        await ChannelUnderTest.Until(() => server.Services.GetRequiredService<DashboardChannels>().ViewerCount == 1 && connections.Count == 1);
    }

    /// <summary>SignalR's JSON protocol by hand over a raw socket: what another program's client does.</summary>
    private sealed class HubSocket : IAsyncDisposable
    {
        private readonly WebSocket _socket;
        private readonly Queue<JsonElement> _records = new();
        private readonly StringBuilder _text = new();

        private HubSocket(WebSocket socket) => _socket = socket;

        public static async Task<HubSocket> ConnectAsync(IocServer server)
        {
            var hub = new HubSocket(await server.Server.CreateWebSocketClient().ConnectAsync(new Uri("ws://localhost/hubs/kpi"), CancellationToken.None));
            await hub.SendAsync("""{"protocol":"json","version":1}""");
            Assert.False((await hub.ReadAsync()).TryGetProperty("error", out _));
            return hub;
        }

        public Task SendAsync(string record) => _socket.SendAsync(Encoding.UTF8.GetBytes(record + "\u001e"), WebSocketMessageType.Text, true, CancellationToken.None);

        /// <summary>The argument of the next message with this target.</summary>
        public async Task<JsonElement> NextAsync(string target)
        {
            while (true)
            {
                var record = await ReadAsync();
                if (record.TryGetProperty("target", out var name) && name.GetString() == target) return record.GetProperty("arguments")[0];
            }
        }

        /// <summary>The error that an invocation ended with; empty = none.</summary>
        public async Task<string> CompletionAsync(string invocation)
        {
            while (true)
            {
                var record = await ReadAsync();
                if (record.TryGetProperty("invocationId", out var id) && id.GetString() == invocation) return record.TryGetProperty("error", out var error) ? error.GetString()! : "";
            }
        }

        public ValueTask DisposeAsync()
        {
            _socket.Abort();
            _socket.Dispose();
            return ValueTask.CompletedTask;
        }

        private async Task<JsonElement> ReadAsync()
        {
            using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(20));
            var buffer = new byte[64 * 1024];
            var received = new MemoryStream();
            while (_records.Count == 0)
            {
                var part = await _socket.ReceiveAsync(buffer, deadline.Token);
                Assert.NotEqual(WebSocketMessageType.Close, part.MessageType);
                received.Write(buffer, 0, part.Count);
                if (!part.EndOfMessage) continue;
                _text.Append(Encoding.UTF8.GetString(received.ToArray()));
                received.SetLength(0);
                var records = _text.ToString().Split('\u001e');
                foreach (var record in records[..^1]) _records.Enqueue(JsonSerializer.Deserialize<JsonElement>(record));
                _text.Clear().Append(records[^1]);
            }

            return _records.Dequeue();
        }
    }
}
