using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using KhcnIoc.Simulator.Schedule;

namespace KhcnIoc.Simulator.Sending;

/// <summary>Talks to the public API and does not give up: only a refused key ends it.</summary>
/// <remarks>429 waits as long as the server says; 5xx, a lost connection and a timeout wait 0.5 s, doubling up to 15 s; 413 halves the batch. A retry sends the same bytes, ids included.</remarks>
internal sealed class ObservationSender(HttpClient http, TimeProvider time, AckStatistics statistics, TextWriter log)
{
    private static readonly TimeSpan s_firstDelay = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan s_longestDelay = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan s_longestRetryAfter = TimeSpan.FromMinutes(5);

    internal async Task<JsonElement> GetAsync(string path, CancellationToken cancellation)
    {
        using var response = await RetryAsync(() => http.GetAsync(path, cancellation), cancellation);
        response.EnsureSuccessStatusCode();
        using var document = await JsonDocument.ParseAsync(await response.Content.ReadAsStreamAsync(cancellation), default, cancellation);
        return document.RootElement.Clone();
    }

    internal async Task SendAsync(IReadOnlyList<SimReading> readings, CancellationToken cancellation)
    {
        if (readings.Count == 0) return;
        var body = Body(readings);
        var (started, answered) = (0L, 0L);
        using var response = await RetryAsync(async () =>
        {
            started = time.GetTimestamp();
            using var content = new ByteArrayContent(body);
            content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
            var answer = await http.PostAsync("api/v1/observations", content, cancellation);
            answered = time.GetTimestamp();
            return answer;
        }, cancellation);

        if (response.StatusCode == HttpStatusCode.RequestEntityTooLarge && readings.Count > 1)
        {
            var half = readings.Count / 2;
            await SendAsync([.. readings.Take(half)], cancellation);
            await SendAsync([.. readings.Skip(half)], cancellation);
            return;
        }

        var milliseconds = time.GetElapsedTime(started, answered).TotalMilliseconds;
        var text = await response.Content.ReadAsStringAsync(cancellation);
        if (!response.IsSuccessStatusCode)
        {
            // The server will not want these bytes later either: say so and go on with the plan.
            await log.WriteLineAsync($"The server refused {readings.Count} observations with {(int)response.StatusCode}: {Shorten(text)}");
            statistics.Answered(readings.Count, 0, 0, readings.Count, milliseconds);
            return;
        }

        using var answer = JsonDocument.Parse(text);
        var rejected = answer.RootElement.TryGetProperty("rejected", out var list) && list.ValueKind == JsonValueKind.Array ? list : default;
        var rejectedCount = rejected.ValueKind == JsonValueKind.Array ? rejected.GetArrayLength() : 0;
        statistics.Answered(readings.Count, Count(answer, "accepted"), Count(answer, "duplicates"), rejectedCount, milliseconds);
        if (rejectedCount > 0) await log.WriteLineAsync($"{rejectedCount} rejected, the first: {Shorten(rejected[0].GetRawText())}");
    }

    private async Task<HttpResponseMessage> RetryAsync(Func<Task<HttpResponseMessage>> call, CancellationToken cancellation)
    {
        var delay = s_firstDelay;
        while (true)
        {
            TimeSpan wait;
            string why;
            try
            {
                var response = await call();
                if (response.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden)
                {
                    response.Dispose();
                    throw new KeyRefusedException((int)response.StatusCode);
                }

                if (response.StatusCode != HttpStatusCode.TooManyRequests && response.StatusCode != HttpStatusCode.RequestTimeout && (int)response.StatusCode < 500) return response;
                wait = RetryAfter(response) ?? delay;
                why = $"answered {(int)response.StatusCode}";
                response.Dispose();
            }
            catch (HttpRequestException error)
            {
                (wait, why) = (delay, error.Message);
            }
            catch (TaskCanceledException) when (!cancellation.IsCancellationRequested)
            {
                (wait, why) = (delay, "did not answer in time");
            }

            statistics.Retried();
            await log.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"The server {why}; again in {wait.TotalSeconds:0.0} s."));
            await Task.Delay(wait, time, cancellation);
            delay = delay * 2 < s_longestDelay ? delay * 2 : s_longestDelay;
        }
    }

    private TimeSpan? RetryAfter(HttpResponseMessage response)
    {
        var after = response.Headers.RetryAfter;
        var wait = after?.Delta ?? (after?.Date is { } date ? date - time.GetUtcNow() : null);
        return wait is not { } known ? null : known < TimeSpan.Zero ? TimeSpan.Zero : known > s_longestRetryAfter ? s_longestRetryAfter : known;
    }

    private static byte[] Body(IReadOnlyList<SimReading> readings)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteStartArray("observations");
            foreach (var reading in readings)
            {
                json.WriteStartObject();
                json.WriteString("id", reading.Id);
                json.WriteString("indicator", reading.Indicator);
                json.WriteString("area", reading.Area);
                if (reading.Agency.Length > 0) json.WriteString("agency", reading.Agency);
                json.WriteString("period", reading.Period.Text);
                json.WriteNumber("value", reading.Value);
                if (reading.Weight is { } weight) json.WriteNumber("weight", weight);
                if (reading.Restated) json.WriteBoolean("restated", true);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return buffer.ToArray();
    }

    private static long Count(JsonDocument answer, string name) =>
        answer.RootElement.TryGetProperty(name, out var value) && value.TryGetInt64(out var number) ? number : 0;

    private static string Shorten(string text) => text.Length <= 300 ? text : text[..300] + "…";
}

/// <summary>The server does not accept the key: no retry will help.</summary>
internal sealed class KeyRefusedException(int status) : Exception($"The server refused the key ({status}). Make a new one with './run.sh feed-key CODE --simulated' and pass it with --key-file.");
