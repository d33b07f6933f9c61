using System.Text.Json;
using Microsoft.AspNetCore.SignalR;

// POST /api/v1/observations answers at once and broadcasts one message of the same shape and size as the product's WallChanges:
// what is left is Kestrel, SignalR and the network, which no product code can beat.
var builder = WebApplication.CreateBuilder(args);
builder.Logging.ClearProviders();
builder.Services.AddSignalR(o => o.EnableDetailedErrors = true);
builder.Services.AddSingleton<Counter>();
var app = builder.Build();
app.MapHub<FloorHub>("/hubs/kpi");
app.MapGet("/healthz", () => Results.Text(Environment.ProcessId.ToString(System.Globalization.CultureInfo.InvariantCulture)));
app.MapPost("/api/v1/observations", async (JsonElement body, IHubContext<FloorHub> hub, Counter counter, int bytesPerTile = 400) =>
{
    var rows = body.GetProperty("observations").GetArrayLength();
    var commit = counter.Next();
    var filler = new string('x', Math.Clamp(bytesPerTile, 1, 4_000));
    await hub.Clients.Group("all").SendAsync("WallChanges", new
    {
        epoch = "floor",
        sequence = commit,
        commit,
        now = "",
        parts = Enumerable.Range(0, rows).Select(i => new { id = $"t{i}", slots = new { value = filler } }),
    });
    return new { accepted = rows, duplicates = 0, rejected = Array.Empty<object>(), commit };
});
await app.RunAsync();

internal sealed class Counter
{
    private long _value;

    public long Next() => Interlocked.Increment(ref _value);
}

internal sealed class FloorHub : Hub
{
    public async Task WatchWall(string dashboard, string culture, int tilesPerPage)
    {
        await Groups.AddToGroupAsync(Context.ConnectionId, "all");
        await Clients.Caller.SendAsync("WallSnapshot", new { epoch = "floor", sequence = 0, commit = 0, dashboard, culture, tilesPerPage });
    }
}
