using System.Buffers;
using System.Globalization;
using System.IO.Pipelines;
using System.Text.Json;
using KhcnIoc.Web.Live;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Protocol;
using Microsoft.Extensions.Logging.Abstractions;

namespace KhcnIoc.Web.Tests.Live;

/// <summary>A hub connection over pipes in memory. It takes a message only when the test reads it: with a small room the writer waits meanwhile, as behind a bad link.</summary>
internal sealed class PlayedConnection
{
    private readonly Pipe _toClient;
    private readonly HubConnectionContext _connection;

    /// <param name="room">Bytes that may lie unread before a write waits; 1 = each write waits until it is read.</param>
    public PlayedConnection(long room = 16 * 1024 * 1024)
    {
        _toClient = new Pipe(new PipeOptions(pauseWriterThreshold: room, resumeWriterThreshold: Math.Max(1, room / 2), useSynchronizationContext: false));
        var toServer = new Pipe();
        var id = Guid.NewGuid().ToString("N");
        var transport = new Duplex(toServer.Reader, _toClient.Writer);
        _connection = new HubConnectionContext(
            new DefaultConnectionContext(id, transport, new Duplex(_toClient.Reader, toServer.Writer)), new HubConnectionContextOptions(), NullLoggerFactory.Instance)
        {
            Protocol = new JsonHubProtocol(),
        };
    }

    public bool IsAborted => _connection.ConnectionAborted.IsCancellationRequested;

    public HubViewer Wall(TimeProvider time, CultureInfo? culture = null, int tilesPerPage = 12) => new(_connection, ViewerKind.Wall, culture ?? Cultures.Default, tilesPerPage, time);

    public HubViewer Data(TimeProvider time, HubViewer? before = null) => new(_connection, ViewerKind.Data, Cultures.Default, 0, time, before);

    public void Abort() => _connection.Abort();

    /// <summary>The next message, waiting for it: its target and its argument.</summary>
    public async Task<PlayedMessage> NextAsync()
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (true)
        {
            var read = await _toClient.Reader.ReadAsync(deadline.Token);
            if (TryTake(read.Buffer) is { } message) return message;
            _toClient.Reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }

    /// <summary>The next message if one has been written.</summary>
    public PlayedMessage? TryNext()
    {
        if (!_toClient.Reader.TryRead(out var read)) return null;
        var message = TryTake(read.Buffer);
        if (message is null) _toClient.Reader.AdvanceTo(read.Buffer.Start);
        return message;
    }

    private PlayedMessage? TryTake(ReadOnlySequence<byte> buffer)
    {
        if (buffer.PositionOf((byte)0x1e) is not { } end) return null;
        using var json = JsonDocument.Parse(buffer.Slice(0, end));
        var message = new PlayedMessage(json.RootElement.GetProperty("target").GetString()!, json.RootElement.GetProperty("arguments")[0].Clone());
        _toClient.Reader.AdvanceTo(buffer.GetPosition(1, end));
        return message;
    }

    private sealed class Duplex(PipeReader input, PipeWriter output) : IDuplexPipe
    {
        public PipeReader Input => input;
        public PipeWriter Output => output;
    }
}

/// <summary>One message of the hub as a client sees it.</summary>
internal sealed record PlayedMessage(string Target, JsonElement Argument)
{
    public long Sequence => Argument.GetProperty("sequence").GetInt64();

    /// <summary>The value of an indicator's tile in a data message.</summary>
    public decimal? Value(string indicator)
    {
        foreach (var tile in Argument.GetProperty("tiles").EnumerateArray())
        {
            if (tile.GetProperty("indicator").GetString() != indicator) continue;
            return tile.GetProperty("value") is { ValueKind: JsonValueKind.Number } value ? value.GetDecimal() : null;
        }

        return null;
    }
}
