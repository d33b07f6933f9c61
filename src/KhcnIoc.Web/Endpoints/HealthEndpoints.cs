using KhcnIoc.Web.Hosting;
using KhcnIoc.Web.Live;

namespace KhcnIoc.Web.Endpoints;

/// <summary>Is the process there, and can it serve.</summary>
internal static class HealthEndpoints
{
    public static void MapHealthEndpoints(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/healthz", (ServerIdentity identity, HttpContext context) =>
        {
            context.Response.Headers.CacheControl = "no-store";
            return TypedResults.Ok(new { status = "alive", build = identity.Build, epoch = identity.Epoch });
        });
        routes.MapGet("/readyz", (Readiness readiness, HttpContext context) =>
        {
            context.Response.Headers.CacheControl = "no-store";
            return readiness.WaitingFor is { } reason
                ? Results.Json(new { status = "waiting", reasons = new[] { reason } }, statusCode: StatusCodes.Status503ServiceUnavailable)
                : Results.Json(new { status = "ready", reasons = Array.Empty<string>() });
        });
    }
}
