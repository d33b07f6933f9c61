using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Threading.RateLimiting;
using KhcnIoc.Core.Feeds;
using KhcnIoc.Core.Indicators;
using KhcnIoc.Core.Packs;
using KhcnIoc.Web.Access;
using KhcnIoc.Web.Hosting;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;

namespace KhcnIoc.Web.Endpoints;

/// <summary>What became of a batch, as its sender reads it.</summary>
/// <param name="Accepted">Rows stored as new observations or revisions.</param>
/// <param name="Duplicates">Rows that were known already; nothing changed.</param>
/// <param name="Rejected">Rows kept as rejections, each with its reason.</param>
/// <param name="Commit">The commit that made the batch visible.</param>
public sealed record IntakeAnswer(int Accepted, int Duplicates, IReadOnlyList<RejectedRow> Rejected, long Commit);

/// <param name="Index">Row of the body, from 0.</param>
/// <param name="Field">Name of the field; empty = the row.</param>
/// <param name="Code">Stable code (docs/api.md).</param>
/// <param name="Reason">What is wrong, in Vietnamese.</param>
public sealed record RejectedRow(int Index, string Field, string Code, string Reason);

/// <summary>One observation as the API gives it out.</summary>
public sealed record ObservationRow(
    long Id, string? SenderId, string Feed, string Indicator, string Area, string? Agency, string Period, DateTimeOffset PeriodStart, DateTimeOffset PeriodEnd,
    int Revision, decimal Value, decimal? Weight, bool Restated, string? Method, string Qualifier, bool Simulated, DateTimeOffset ReceivedAt, long Commit, Provenance? Source)
{
    public static ObservationRow From(Observation o) => new(
        o.Id, o.SenderId.Length == 0 ? null : o.SenderId, o.Feed, o.Series.Indicator, o.Series.Area, o.Series.Agency.Length == 0 ? null : o.Series.Agency,
        o.Period.Text, o.Period.Start, o.Period.End, o.Revision, o.Value, o.Weight, o.Restated, o.Method.Length == 0 ? null : o.Method,
        o.Qualifier switch { ValueQualifier.AtLeast => ">=", ValueQualifier.AtMost => "<=", ValueQualifier.About => "~", _ => "=" },
        o.Simulated, o.ReceivedAt, o.Commit, o.Source);
}

/// <param name="Next">Cursor for <c>after=</c>; <see langword="null"/> = this was the last page.</param>
public sealed record ObservationRows(IReadOnlyList<ObservationRow> Items, long? Next);

/// <summary>Intake and reading of observations.</summary>
internal static class ObservationEndpoints
{
    private static readonly TimeSpan s_retryAfter = TimeSpan.FromSeconds(1);

    private static readonly Action<ILogger, string, Exception?> s_intakeFailed = LoggerMessage.Define<string>(
        LogLevel.Error, new EventId(2001, "IntakeFailed"), "A batch of feed {Feed} could not be taken in; its sender was told to send it again");

    public static IServiceCollection AddObservationEndpoints(this IServiceCollection services)
    {
        services.AddSingleton<ReadingValidator>();
        services.AddSingleton<KeyCache>();
        services.AddSingleton(sp => PartitionedRateLimiter.Create<string, string>(feed => RateLimitPartition.GetTokenBucketLimiter(feed, _ =>
        {
            var perSecond = sp.GetRequiredService<IOptions<IocOptions>>().Value.Intake.RequestsPerSecond;
            return new TokenBucketRateLimiterOptions
            {
                TokenLimit = perSecond * 2,
                TokensPerPeriod = Math.Max(1, perSecond / 10),
                ReplenishmentPeriod = TimeSpan.FromMilliseconds(perSecond < 10 ? 1000d / perSecond : 100),
                QueueLimit = 0,
            };
        })));
        return services;
    }

    public static void MapObservationEndpoints(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/observations", PostAsync);
        routes.MapGet("/observations", GetAsync);
    }

    private static async Task<IResult> PostAsync(
        HttpContext context, KeyCache keys, ReadingValidator validator, IngestPipeline pipeline, PartitionedRateLimiter<string> limiter,
        Readiness readiness, IOptions<IocOptions> options, TimeProvider time, ILoggerFactory logs)
    {
        var request = context.Request;
        var cancellation = context.RequestAborted;
        var limits = options.Value.Intake;
        if (!readiness.IsReady) return TryLater(context, StatusCodes.Status503ServiceUnavailable, "Máy chủ đang khởi động, gửi lại sau.");
        var found = BearerKey.Of(request) is { } key ? await keys.FindAsync(key, context.Connection.RemoteIpAddress, cancellation) : new(null, KeyTrouble.Unknown);
        if (found.Trouble == KeyTrouble.StoreAway) return TryLater(context, StatusCodes.Status503ServiceUnavailable, "Kho dữ liệu tạm thời không trả lời, gửi lại sau.");
        if (found.Trouble == KeyTrouble.TooMany) return TryLater(context, StatusCodes.Status429TooManyRequests, "Quá nhiều khóa sai từ địa chỉ này, thử lại sau.");
        if (found.Owner is not { Purpose: KeyPurpose.Send } owner)
        {
            context.Response.Headers.WWWAuthenticate = "Bearer";
            return Problem(StatusCodes.Status401Unauthorized, "invalid-key", "Khóa gửi số liệu không đúng hoặc đã bị thu hồi.");
        }

        using (var lease = limiter.AttemptAcquire(owner.Feed.Code))
        {
            if (!lease.IsAcquired) return TryLater(context, StatusCodes.Status429TooManyRequests, "Gửi quá nhanh, gửi lại sau.");
        }

        // The server's own limit (30 MB) must not come before the one that was set.
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size) size.MaxRequestBodySize = limits.MaxBodyBytes + 1;
        if (request.ContentLength > limits.MaxBodyBytes) return TooLarge(limits);
        var (body, rented) = await ReadAsync(request, limits.MaxBodyBytes, cancellation);
        if (body is not { } bytes) return TooLarge(limits);
        try
        {
            var type = request.ContentType?.Split(';')[0].Trim();
            ParsedBody parsed;
            string channel;
            switch (type?.ToLowerInvariant())
            {
                case "application/json": (parsed, channel) = (ReadingParser.Json(bytes), "http-json"); break;
                case "application/x-ndjson": (parsed, channel) = (ReadingParser.NdJson(bytes), "http-ndjson"); break;
                case "text/csv": (parsed, channel) = (ReadingParser.Csv(bytes), "http-csv"); break;
                default:
                    return Problem(StatusCodes.Status415UnsupportedMediaType, "unsupported-type", "Content-Type phải là application/json, application/x-ndjson hoặc text/csv.");
            }

            if (parsed.Readings.Count + parsed.Malformed.Count > limits.MaxRows)
                return Problem(StatusCodes.Status413PayloadTooLarge, "too-many-rows", $"Nhiều nhất {limits.MaxRows} dòng mỗi lần gửi.");

            var outcome = await pipeline.SubmitAsync(validator.CheckAll(owner.Feed.Code, parsed, time.GetUtcNow(), channel), cancellation);
            if (outcome is null) return TryLater(context, StatusCodes.Status429TooManyRequests, "Hàng chờ đã đầy, gửi lại sau.");
            if (parsed.Unreadable) return Problem(StatusCodes.Status400BadRequest, parsed.Malformed[0].Code, parsed.Malformed[0].Reason);
            return TypedResults.Ok(new IntakeAnswer(
                outcome.Stored.Count, outcome.Duplicates, [.. outcome.Rejections.Select(r => new RejectedRow(r.Index, r.Field, r.Code, r.Reason))], outcome.Commit));
        }
        catch (Exception exception) when (!cancellation.IsCancellationRequested)
        {
            // The store's own failures stand in the log already, in more words; anything else would be lost here.
            s_intakeFailed(logs.CreateLogger(typeof(ObservationEndpoints)), owner.Feed.Code, exception);

            // Nothing of the batch is stored, or only the answer was lost: a resend is safe either way.
            return TryLater(context, StatusCodes.Status503ServiceUnavailable, "Chưa ghi được số liệu (kho dữ liệu tạm thời không ghi được), gửi lại sau.");
        }
        finally
        {
            if (rented is not null) ArrayPool<byte>.Shared.Return(rented);
        }
    }

    private static async Task<IResult> GetAsync(
        HttpContext context, IObservationStore store, ProvincePack pack,
        string? indicator, string? area, string? agency, string? from, string? to, string? asof, long? after, int? take)
    {
        if (!TryEdge(from, end: false, out var fromInstant)) return Problem(StatusCodes.Status400BadRequest, "bad-period", "\"from\" phải là một kỳ, ví dụ 2025-06 hoặc 2025-06-30.");
        if (!TryEdge(to, end: true, out var toInstant)) return Problem(StatusCodes.Status400BadRequest, "bad-period", "\"to\" phải là một kỳ, ví dụ 2025-12 hoặc 2025-12-31.");
        long? asOfCommit = null;
        if (!string.IsNullOrEmpty(asof))
        {
            if (!TryEdge(asof, end: true, out var instant)) return Problem(StatusCodes.Status400BadRequest, "bad-asof", "\"asof\" phải là một ngày hoặc một thời điểm có múi giờ.");
            asOfCommit = await store.CommitAtAsync(instant!.Value, context.RequestAborted);
        }

        var page = await store.QueryAsync(
            new ObservationQuery
            {
                Indicator = Empty(indicator),
                Area = Empty(area),
                Agency = agency,
                From = fromInstant,
                To = toInstant,
                AsOfCommit = asOfCommit,
                After = Math.Max(0, after ?? 0),
                Take = Math.Clamp(take ?? 200, 1, 1000),
            },
            context.RequestAborted);
        var rows = page.Items.Select(ObservationRow.From).ToList();
        return context.Request.GetTypedHeaders().Accept.Any(a => a.MediaType == "text/csv")
            ? Results.Text(ObservationCsv.Write(rows, page.Next, context.Response), "text/csv", Encoding.UTF8)
            : TypedResults.Ok(new ObservationRows(rows, page.Next));
    }

    private static string? Empty(string? text) => string.IsNullOrEmpty(text) ? null : text;

    private static bool TryEdge(string? text, bool end, out DateTimeOffset? instant)
    {
        instant = null;
        if (string.IsNullOrEmpty(text)) return true;
        if (!Period.TryParse(text, out var period)) return false;
        instant = end ? period.End : period.Start;
        return true;
    }

    // The body is held whole: its size is bounded, and a batch is checked before any of it is stored.
    private static async Task<(ReadOnlyMemory<byte>? Body, byte[]? Rented)> ReadAsync(HttpRequest request, long max, CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent((int)Math.Min(max + 1, request.ContentLength + 1 ?? 16 * 1024));
        var length = 0;
        while (true)
        {
            if (length == buffer.Length)
            {
                if (length > max) break;
                var larger = ArrayPool<byte>.Shared.Rent((int)Math.Min(max + 1, buffer.Length * 2L));
                buffer.AsSpan(0, length).CopyTo(larger);
                ArrayPool<byte>.Shared.Return(buffer);
                buffer = larger;
            }

            var read = await request.Body.ReadAsync(buffer.AsMemory(length), cancellationToken);
            if (read == 0) return length > max ? Over(buffer) : (buffer.AsMemory(0, length), buffer);
            length += read;
            if (length > max) break;
        }

        return Over(buffer);

        static (ReadOnlyMemory<byte>?, byte[]?) Over(byte[] buffer)
        {
            ArrayPool<byte>.Shared.Return(buffer);
            return (null, null);
        }
    }

    private static ProblemHttpResult TooLarge(IntakeOptions limits) =>
        Problem(StatusCodes.Status413PayloadTooLarge, "too-large", $"Nội dung vượt quá {limits.MaxBodyBytes} byte; chia nhỏ rồi gửi lại.");

    private static ProblemHttpResult TryLater(HttpContext context, int status, string detail)
    {
        context.Response.Headers.RetryAfter = ((int)s_retryAfter.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        return Problem(status, status == StatusCodes.Status429TooManyRequests ? "too-fast" : "not-ready", detail);
    }

    private static ProblemHttpResult Problem(int status, string code, string detail) =>
        TypedResults.Problem(new ProblemDetails { Status = status, Title = code, Detail = detail, Extensions = { ["code"] = code } });
}
